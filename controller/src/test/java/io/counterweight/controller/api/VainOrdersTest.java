package io.counterweight.controller.api;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.OverrideReader;
import io.counterweight.controller.intent.PolicyReader;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of services that are in east alone. */
@Rule("W6")
class VainOrdersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SortedSet<Site> DATACENTERS = new TreeSet<>(List.of(Site.of("east"), Site.of("west")));

    private static SortedMap<ServiceName, Policy> policies() throws Exception {
        SortedMap<ServiceName, Policy> policies = new TreeMap<>();
        for (String service : List.of("shop", "steps", "latch")) {
            String failback =
                    switch (service) {
                        case "steps" -> "manual";
                        case "latch" -> "latched";
                        default -> "automatic";
                    };
            JsonNode policy = JSON.readTree("""
                    {"hosts": ["%s"], "shifting": {"failback": "%s"},
                     "datacenters": {"east": {"endpoints": {"one": {"address": "192.0.2.1", "port": 80}}}}}
                    """.formatted(service, failback));
            policies.put(ServiceName.of(service), PolicyReader.read(service, policy, DATACENTERS));
        }
        return policies;
    }

    private static void order(String text) throws Exception {
        JsonNode json = JSON.readTree(text);
        VainOrders.refuse(OverrideReader.read("1", "ann", json, DATACENTERS), json, policies());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"action": "drain", "service": "shop", "datacenter": "west", "reason": "r"} | datacenter 'west' is none of shop, which is in [east]: name one of these
            {"action": "drain", "service": "nobody", "datacenter": "west", "reason": "r"} | service 'nobody' has no policy: leave it out to mean every service
            {"action": "promote", "service": "shop", "datacenter": "east", "reason": "r"} | action 'promote' is for services of mode exclusive, which shop is not: use drain or pin
            {"action": "release", "service": "shop", "datacenter": "east", "epoch": 0, "upTo": 50, "reason": "r"} | upTo 50 is for services whose shifting.failback is manual, which that of shop is not: leave it out, or change that
            {"action": "release", "service": "latch", "datacenter": "east", "epoch": 0, "upTo": 50, "reason": "r"} | upTo 50 is for services whose shifting.failback is manual, which that of latch is not: leave it out, or change that
            """)
    void whatCouldChangeNothingIsRefused(String order, String words) {
        assertEquals(
                words, assertThrows(InvalidIntent.class, () -> order(order)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\": \"drain\", \"service\": \"shop\", \"datacenter\": \"east\", \"reason\": \"r\"}",
                "{\"action\": \"drain\", \"datacenter\": \"west\", \"reason\": \"r\"}",
                "{\"action\": \"release\", \"service\": \"steps\", \"datacenter\": \"east\", \"epoch\": 0, \"upTo\": 50, \"reason\": \"r\"}",
                "{\"action\": \"release\", \"service\": \"shop\", \"datacenter\": \"east\", \"epoch\": 0, \"reason\": \"r\"}"
            })
    void whatMayChangeSomethingIsTaken(String order) {
        assertDoesNotThrow(() -> order(order));
    }
}
