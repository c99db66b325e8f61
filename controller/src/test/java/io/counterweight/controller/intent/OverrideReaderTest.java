package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Least;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rule("W6")
class OverrideReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Site EAST = Site.of("east");
    private static final Site WEST = Site.of("west");
    private static final SortedSet<Site> DATACENTERS = new TreeSet<>(List.of(EAST, WEST));

    private static TrafficOverride read(String body) throws Exception {
        return OverrideReader.read("1", "ann", JSON.readTree(body), DATACENTERS);
    }

    @Test
    void readsADrainOfEverything() throws Exception {
        TrafficOverride drain =
                read("{\"action\": \"drain\", \"datacenter\": \"east\", \"reason\": \"works\", \"hard\": true}");

        assertEquals(
                new TrafficOverride(
                        "1",
                        new Action.Drain(EAST),
                        Optional.empty(),
                        "ann",
                        "works",
                        true,
                        false,
                        Duration.ofHours(1).toMillis()),
                drain);
    }

    @Test
    @Rule("W5")
    void readsAnEvacuationWhichIsOfAWholeDatacenter() throws Exception {
        String body = "{\"action\": \"evacuate\", \"datacenter\": \"east\", \"reason\": \"works\"";

        assertEquals(new Action.Evacuate(EAST), read(body + "}").action());
        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body + ", \"service\": \"shop\"}"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("service"), refusal::toString);
    }

    @Test
    void readsAPin() throws Exception {
        TrafficOverride pin = read(
                "{\"action\": \"pin\", \"service\": \"shop\", \"weights\": {\"east\": 1, \"west\": 999}, \"reason\": \"r\","
                        + " \"length\": \"72h\", \"breakGlass\": true}");

        assertEquals(new Action.Pin(new TreeMap<>(Map.of(EAST, 1, WEST, 999))), pin.action());
        assertEquals(Duration.ofDays(3).toMillis(), pin.lengthMillis());
        assertTrue(pin.breakGlass());
    }

    @Test
    void holdCapturesTheWeightsOfTheMoment() throws Exception {
        ServiceName shop = ServiceName.of("shop");
        SortedMap<Site, Integer> weights = new TreeMap<>(Map.of(EAST, 400, WEST, 600));
        SortedMap<Region, SortedMap<Site, Integer>> regions =
                new TreeMap<>(Map.of(Region.of("eu"), new TreeMap<>(Map.of(EAST, 1000, WEST, 0))));
        List<DatacenterShare> shares = List.of(
                new DatacenterShare(EAST, 400, List.of("192.0.2.1")),
                new DatacenterShare(WEST, 600, List.of("192.0.2.2")));
        ServicePlan plan = new ServicePlan(
                shop,
                List.of("shop"),
                shares,
                Duration.ofSeconds(5),
                AnswerChoice.RANDOM,
                Least.none(),
                regions,
                false,
                Optional.empty());

        JsonNode written = OverrideReader.capture(
                JSON.readTree("{\"action\": \"hold\", \"reason\": \"r\"}"), List.of(plan), new TreeMap<>());

        TrafficOverride hold = OverrideReader.read("1", "ann", written, DATACENTERS);
        assertEquals(
                new Action.Hold(new TreeMap<>(Map.of(shop, weights)), new TreeMap<>(Map.of(shop, regions))),
                hold.action());
    }

    @Test
    @Rule("W3")
    void aPinAndAHoldKnowTheIncidentsOfTheMoment() throws Exception {
        Placement place = new Placement(ServiceName.of("shop"), WEST);
        for (String action : List.of("\"pin\", \"weights\": {\"east\": 1000}", "\"hold\"")) {
            JsonNode written = OverrideReader.capture(
                    JSON.readTree("{\"action\": " + action + ", \"reason\": \"r\"}"),
                    List.of(),
                    new TreeMap<>(Map.of(place, 8L)));

            TrafficOverride override = OverrideReader.read("1", "ann", written, DATACENTERS);
            assertFalse(override.yieldsTo(place, 8));
            assertTrue(override.yieldsTo(place, 9));
        }
    }

    @Test
    @Rule({"W3", "G10"})
    void aPinOfAnOlderVersionYieldsToNoIncident() throws Exception {
        TrafficOverride pin = read("{\"action\": \"pin\", \"weights\": {\"east\": 1000}, \"reason\": \"r\"}");

        assertFalse(pin.yieldsTo(new Placement(ServiceName.of("shop"), WEST), 1));
    }

    @Test
    @Rule("W3")
    void releaseNamesAnIncident() throws Exception {
        JsonNode written = release(", \"service\": \"shop\", \"epoch\": 7");

        assertEquals(
                released(Map.of("shop", 7L)),
                OverrideReader.read("1", "ann", written, DATACENTERS).action());
    }

    @Test
    @Rule("W3")
    void releaseThatNamesNoIncidentMeansThoseOfTheMoment() throws Exception {
        JsonNode ofShop = release(", \"service\": \"shop\"");
        JsonNode ofAll = release("");

        assertEquals(
                released(Map.of("shop", 8L)),
                OverrideReader.read("1", "ann", ofShop, DATACENTERS).action());
        assertEquals(
                released(Map.of("shop", 8L, "cart", 2L)),
                OverrideReader.read("1", "ann", ofAll, DATACENTERS).action());
    }

    @Test
    @Rule("W3")
    void releaseSaysHowFarItLetsReturn() throws Exception {
        JsonNode part = release(", \"service\": \"shop\", \"epoch\": 7, \"upTo\": 25");

        assertEquals(
                new Action.Release(WEST, new TreeMap<>(Map.of(ServiceName.of("shop"), 7L)), 25),
                OverrideReader.read("1", "ann", part, DATACENTERS).action());
    }

    @Test
    @Rule("W3")
    void releaseOfAnIncidentToComeIsRefused() {
        InvalidIntent refusal =
                assertThrows(InvalidIntent.class, () -> release(", \"service\": \"shop\", \"epoch\": 9"));

        assertEquals("epoch", refusal.field());
        assertEquals("epoch 9 is still to come: the latest incident there is 8", refusal.getMessage());
    }

    /** What is written of a release in west, where shop has had eight incidents and cart two; and one of shop in east. */
    private static JsonNode release(String rest) throws Exception {
        SortedMap<Placement, Long> incidents = new TreeMap<>(Map.of(
                new Placement(ServiceName.of("shop"), WEST), 8L,
                new Placement(ServiceName.of("cart"), WEST), 2L,
                new Placement(ServiceName.of("shop"), EAST), 1L));
        String body = "{\"action\": \"release\", \"datacenter\": \"west\", \"reason\": \"r\"" + rest + "}";
        return OverrideReader.capture(JSON.readTree(body), List.of(), incidents);
    }

    private static Action released(Map<String, Long> epochs) {
        SortedMap<ServiceName, Long> named = new TreeMap<>();
        epochs.forEach((service, epoch) -> named.put(ServiceName.of(service), epoch));
        return new Action.Release(WEST, named);
    }

    @Test
    @Rule("E7")
    void promotionNamesAServiceAndADatacenter() throws Exception {
        TrafficOverride promotion =
                read("{\"action\": \"promote\", \"service\": \"ledger\", \"datacenter\": \"west\", \"reason\": \"r\"}");

        assertEquals(new Action.Promote(WEST), promotion.action());
        assertEquals(Optional.of(ServiceName.of("ledger")), promotion.service());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [] | `` | the body is no JSON object
                    {} | action | is missing
                    {"action": "stop", "reason": "r"} | action | 'stop' is none of drain, evacuate, pin, hold, release, promote
                    {"action": "drain", "reason": "r"} | datacenter | is missing
                    {"action": "drain", "datacenter": "north", "reason": "r"} | datacenter | 'north' is no datacenter of the topology, which has [east, west]
                    {"action": "drain", "datacenter": "east"} | reason | is missing
                    {"action": "drain", "datacenter": "east", "reason": " "} | reason | must be a text that is not empty
                    {"action": "drain", "datacenter": "east", "reason": "r", "length": "73h"} | length | 73h is longer than 3d: make it shorter
                    {"action": "drain", "datacenter": "east", "reason": "r", "length": "0s"} | length | must be above 0
                    {"action": "drain", "datacenter": "east", "reason": "r", "length": "999ms"} | length | 999ms is below 1s: make it longer
                    {"action": "drain", "datacenter": "east", "reason": "r", "weights": {"east": 1000}} | weights | is not read with action drain: leave it out, or change that
                    {"action": "drain", "datacenter": "east", "reason": "r", "service": "shop", "epoch": 1} | epoch | is not read with action drain
                    {"action": "drain", "datacenter": "east", "reason": "r", "upTo": 50} | upTo | is not read with action drain
                    {"action": "release", "datacenter": "east", "service": "shop", "epoch": 1, "upTo": 0, "reason": "r"} | upTo | 0 is outside 1..100
                    {"action": "drain", "datacenter": "east", "reason": "r", "captured": {}} | captured | is not read with action drain
                    {"action": "pin", "datacenter": "east", "weights": {"east": 1000}, "reason": "r"} | datacenter | is not read with action pin
                    {"action": "pin", "epoch": 1, "weights": {"east": 1000}, "reason": "r"} | epoch | is not read with action pin
                    {"action": "pin", "captured": {}, "weights": {"east": 1000}, "reason": "r"} | captured | is not read with action pin
                    {"action": "drain", "datacenter": "east", "reason": "r", "capturedIncidents": {}} | capturedIncidents | is not read with action drain
                    {"action": "hold", "datacenter": "east", "reason": "r"} | datacenter | is not read with action hold
                    {"action": "hold", "weights": {"east": 1000}, "reason": "r"} | weights | is not read with action hold
                    {"action": "hold", "service": "shop", "epoch": 1, "reason": "r"} | epoch | is not read with action hold
                    {"action": "release", "datacenter": "east", "service": "shop", "epoch": 1, "weights": {}, "reason": "r"} | weights | is not read with action release
                    {"action": "release", "datacenter": "east", "service": "shop", "epoch": 1, "hard": true, "reason": "r"} | hard | is not read with action release
                    {"action": "release", "datacenter": "east", "service": "shop", "epoch": 1, "breakGlass": true, "reason": "r"} | breakGlass | is not read with action release
                    {"action": "release", "datacenter": "east", "service": "shop", "epoch": 1, "captured": {}, "reason": "r"} | captured | is not read with epoch
                    {"action": "promote", "datacenter": "east", "reason": "r"} | service | one service is promoted at a time
                    {"action": "promote", "service": "shop", "reason": "r"} | datacenter | is missing
                    {"action": "promote", "service": "shop", "datacenter": "north", "reason": "r"} | datacenter | 'north' is no datacenter of the topology
                    {"action": "promote", "service": "shop", "datacenter": "east", "reason": "r", "hard": true} | hard | is not read with action promote
                    {"action": "promote", "service": "shop", "datacenter": "east", "reason": "r", "weights": {}} | weights | is not read with action promote
                    {"action": "drain", "datacenter": "east", "reason": "r", "hard": 1} | hard | 1 must be true or false
                    {"action": "drain", "datacenter": "east", "reason": "r", "service": "Shop"} | service | service 'Shop' is no valid name
                    {"action": "drain", "datacenter": "east", "reason": "r", "owner": "bob"} | owner | is unknown; here stand action
                    {"action": "pin", "reason": "r"} | weights | add up to 0: make it 1000
                    {"action": "pin", "weights": {"east": 500}, "reason": "r"} | weights | add up to 500: make it 1000
                    {"action": "pin", "weights": {"east": 1001}, "reason": "r"} | weights.east | 1001 is outside 0..1000
                    {"action": "pin", "weights": {"north": 1000}, "reason": "r"} | weights.north | 'north' is no datacenter of the topology
                    {"action": "release", "datacenter": "east", "service": "shop", "epoch": -1, "reason": "r"} | epoch | must be a whole number of 0 or more
                    {"action": "release", "datacenter": "east", "epoch": 1, "reason": "r"} | service | each service counts its own incidents
                    {"action": "release", "datacenter": "east", "reason": "r"} | datacenter | 'east' has had no such incident: there is nothing to release
                    """)
    void whatIsWrongIsNamedByFieldAndReason(String body, String field, String reason) {
        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

        assertEquals(field, refusal.field());
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }
}
