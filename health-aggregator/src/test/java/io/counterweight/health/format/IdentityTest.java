package io.counterweight.health.format;

import static io.counterweight.engine.intent.Check.Identity.Where.HEADER;
import static io.counterweight.engine.intent.Check.Identity.Where.JSON_FIELD;

import io.counterweight.engine.intent.Check;
import io.counterweight.health.Checks;
import io.counterweight.rules.Rule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Rule("E1")
class IdentityTest {

    private static final String ENVOY = "x-envoy-upstream-healthchecked-cluster";

    @ParameterizedTest(name = "{0}")
    @MethodSource("proofs")
    void servesOnlyWhereTheProofHolds(Case each, Check check, Map<String, String> headers) {
        each.holds(check, headers);
    }

    static Stream<Arguments> proofs() {
        Check byEnvoy = Checks.proven(HEADER, ENVOY, "{service}");
        Check byHeader = Checks.proven(HEADER, "x-site", "{service}.{datacenter}");
        Check byField = Checks.proven(JSON_FIELD, "app.site", "{datacenter}");
        return Stream.of(
                row(
                        "the cluster",
                        "",
                        "serving 1.0",
                        byEnvoy,
                        Map.of("X-Envoy-Upstream-HealthChecked-Cluster", "shop")),
                row("a reused address", "", "failing: answered as 'bank'", byEnvoy, Map.of(ENVOY, "bank")),
                row("no cluster", "", "failing: answered as ''", byEnvoy, Map.of()),
                row("both names", "", "serving 1.0", byHeader, Map.of("x-site", "shop.east")),
                row("another datacenter", "", "failing: not as 'shop.east'", byHeader, Map.of("x-site", "shop.west")),
                row("no prefix is enough", "", "failing", byHeader, Map.of("x-site", "shop.east2")),
                row("a field", "{\"app\":{\"site\":\"east\"}}", "serving 1.0", byField, Map.of()),
                row("a wrong field", "{\"app\":{\"site\":\"west\"}}", "failing: answered as 'west'", byField, Map.of()),
                row("a field that is an object", "{\"app\":{\"site\":{}}}", "failing", byField, Map.of()),
                row("no JSON", "east", "failing", byField, Map.of()),
                row("the field twice", "{\"app\":{\"site\":\"west\",\"site\":\"east\"}}", "failing", byField, Map.of()),
                row(
                        "a liar without end",
                        "{\"app\":{\"site\":\"" + "e".repeat(60_000) + "\"}}",
                        "failing",
                        byField,
                        Map.of()));
    }

    private static Arguments row(String name, String body, String wanted, Check check, Map<String, String> headers) {
        return Arguments.of(Case.of(name, 200, body, wanted), check, headers);
    }
}
