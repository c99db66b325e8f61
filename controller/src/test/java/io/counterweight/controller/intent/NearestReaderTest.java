package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A policy that is spread by region, and the table of the networks of each region. */
@Rule("W1")
class NearestReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Site EAST = Site.of("east");
    private static final Site WEST = Site.of("west");

    private static Policy read(String regions) throws Exception {
        ObjectNode body = SmallPolicy.json();
        body.put("mode", "nearest").set("regions", JSON.readTree(regions));
        body.path("datacenters").forEach(place -> ((ObjectNode) place).put("priority", 1));
        return PolicyReader.read("shop", body, new TreeSet<>(List.of(EAST, WEST)));
    }

    @Test
    void readsTheOrderOfEachRegion() throws Exception {
        Policy policy = read("{\"eu\": [\"west\", \"east\"], \"us\": []}");

        assertEquals(Mode.NEAREST, policy.mode());
        assertEquals(
                Map.of(Region.of("eu"), List.of(WEST, EAST), Region.of("us"), List.of()),
                policy.nearest().orders());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | regions | has 0 entries: name 1 to 32 regions with their datacenters, such as {"eu": ["east"]}
            {"EU": ["east"]} | regions.EU | 'EU' is no valid name
            {"eu": ["north"]} | regions.eu | names 'north', which is none of the policy's datacenters [east, west]
            {"eu": ["east", "east"]} | regions.eu | names 'east' twice
            {"eu": "east"} | regions.eu | is no list: write [...]
            {"eu": ["East"]} | regions.eu | 'East' is no valid name
            """)
    void refusesWhatIsNoOrder(String regions, String field, String why) {
        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(regions));

        assertEquals(field, refusal.field());
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
    }

    @Test
    void refusesMoreRegionsThanAPolicyMayHave() {
        String many = IntStream.range(0, 33).mapToObj(i -> "\"r" + i + "\": []").collect(Collectors.joining(", "));

        assertTrue(assertThrows(InvalidIntent.class, () -> read("{" + many + "}"))
                .getMessage()
                .contains("has 33 entries"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"EU": ["10.0.0.0/8"]} | 'EU' is no valid name
            {"eu": []} | eu has no networks
            {"eu": "10.0.0.0/8"} | eu is no list
            {"eu": ["10.0.0.1/8"]} | eu names 10.0.0.1/8, which has bits set beyond its length
            {"eu": ["10.0.0.0/33"]} | prefix length 33 does not fit 10.0.0.0
            {"eu": ["example.net"]} | 'example.net' is no address prefix
            {"eu": ["10.0.0.0/8"], "us": ["10.0.0.0/8"]} | network 10.0.0.0/8 stands in region us and before in region eu
            {"eu": ["10.0.0.0/8", "10.0.0.0/8"]} | names '10.0.0.0/8' twice
            []  | the body is no JSON object
            """)
    void refusesWhatIsNoTable(String table, String why) {
        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> RegionsReader.read(JSON.readTree(table)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::getMessage);
    }

    @Test
    void refusesMoreNetworksThanEveryNameServerShouldHold() {
        ObjectNode table = JSON.createObjectNode();
        for (int i = 0; i < 8_193; i++) {
            table.withArrayProperty(i % 2 == 0 ? "eu" : "us").add("10." + (i >> 8) + "." + (i & 0xff) + ".0/24");
        }

        assertTrue(assertThrows(InvalidIntent.class, () -> RegionsReader.read(table))
                .getMessage()
                .contains("the table has 8193 networks: name at most 8192"));
    }
}
