package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Needs beside the policies in force. */
@Rule("W5")
class NeedsTest {
    private final TreeMap<ServiceName, Policy> inForce = new TreeMap<>();

    private static Policy policy(String service, String datacenter, String needs) throws JsonProcessingException {
        String json = """
                {"hosts": ["%s"], "needs": [%s],
                 "datacenters": {"%s": {"endpoints": {"one": {"address": "192.0.2.1", "port": 80}}}}}
                """.formatted(service, needs, datacenter);
        return PolicyReader.read(
                service, new ObjectMapper().readTree(json), new TreeSet<>(List.of(Site.of("east"), Site.of("west"))));
    }

    private void inForce(Policy policy) {
        inForce.put(policy.service(), policy);
    }

    @Test
    void aCircleIsRefusedThoughItBindsNowhereYet() throws Exception {
        inForce(policy("shop", "east", "\"ledger\""));
        inForce(policy("ledger", "west", "\"vault\""));
        Policy closing = policy("vault", "west", "\"shop\"");

        String words = String.valueOf(assertThrows(InvalidIntent.class, () -> Needs.refuseCycle(closing, inForce))
                .getMessage());
        assertTrue(words.contains("vault needs shop needs ledger needs vault; take one of these needs out"), words);
    }

    @Test
    void whoOnlyNeedsACircleIsTaken() throws Exception {
        inForce(policy("a", "east", "\"b\""));
        inForce(policy("b", "east", "\"a\""));
        Policy outside = policy("shop", "east", "\"a\"");

        assertDoesNotThrow(() -> Needs.refuseCycle(outside, inForce));
    }

    @Test
    void aMemberOfACircleOpensIt() throws Exception {
        inForce(policy("a", "east", "\"b\""));
        inForce(policy("b", "east", "\"a\""));
        Policy opening = policy("b", "east", "");

        assertDoesNotThrow(() -> Needs.refuseCycle(opening, inForce));
    }

    @Test
    void aNeedWithoutAPolicyIsTaken() throws Exception {
        Policy early = policy("shop", "east", "\"ledger\"");

        assertDoesNotThrow(() -> Needs.refuseCycle(early, inForce));
    }
}
