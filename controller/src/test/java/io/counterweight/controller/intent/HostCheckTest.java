package io.counterweight.controller.intent;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** At a witness: what needs no zone is refused as elsewhere. The API's tests show the same where there is one. */
class HostCheckTest {
    private final TreeMap<ServiceName, Policy> inForce = new TreeMap<>();

    private static Policy policy(String service, String host) throws JsonProcessingException {
        String json = """
                {"hosts": ["%s"], "datacenters": {"east": {"endpoints": {"one": {"address": "192.0.2.1", "port": 80}}}}}
                """.formatted(host);
        return PolicyReader.read(service, new ObjectMapper().readTree(json), new TreeSet<>(List.of(Site.of("east"))));
    }

    private void inForce(Policy policy) {
        inForce.put(policy.service(), policy);
    }

    private void check(Policy policy) {
        new HostCheck(Optional.empty(), inForce).check(policy);
    }

    private String refusal(Policy policy) {
        return String.valueOf(
                assertThrows(InvalidIntent.class, () -> check(policy)).getMessage());
    }

    @Test
    void absoluteHostIsRefusedWhereNoZoneIsKnown() throws Exception {
        String words = refusal(policy("shop", "shop.example.org."));
        assertTrue(words.contains("'shop.example.org.' is absolute"), words);
        assertTrue(words.contains("without a final dot, or write the policy to a controller that has one"), words);
    }

    @Test
    void relativeHostIsTakenWhereNoZoneIsKnown() throws Exception {
        inForce(policy("ledger", "ledger.example.test."));
        assertDoesNotThrow(() -> check(policy("shop", "shop")));
    }

    @Test
    void hostOfAnotherServiceIsRefusedWhereNoZoneIsKnown() throws Exception {
        inForce(policy("ledger", "shop"));
        assertTrue(refusal(policy("shop", "shop")).contains("belongs to the service ledger already"));
    }
}
