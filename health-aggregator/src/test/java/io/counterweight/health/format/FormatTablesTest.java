package io.counterweight.health.format;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.health.Checks;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One table for each format that applications speak in the body of an HTTP answer. */
class FormatTablesTest {

    private static final String DEEP = "{\"status\":\"UP\",\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    private static final String HUGE = "{\"status\":\"UP\",\"data\":{\"n\":" + "9".repeat(20_000) + "}}";

    @ParameterizedTest(name = "{0}")
    @MethodSource("microProfile")
    void readsMicroProfileHealth(Case each) {
        each.holds(BodyFormat.MICROPROFILE);
    }

    static Stream<Case> microProfile() {
        return Stream.of(
                Case.of("up", 200, "{\"status\":\"UP\",\"checks\":[]}", "serving 1.0: UP"),
                Case.of(
                        "down names the checks that are down",
                        503,
                        "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"db\",\"status\":\"DOWN\",\"data\":{\"n\":1}},"
                                + "{\"name\":\"disk\",\"status\":\"UP\"}]}",
                        "failing: DOWN: db"),
                Case.of(
                        "not installed yet",
                        503,
                        "{\"status\":\"DOWN\",\"checks\":[]}",
                        "failing: no check is installed yet"),
                Case.of("500 without a body is undetermined", 500, "", "unknown: undetermined (500)")
                        .typed(""),
                Case.of("500 with another body is undetermined", 500, "{\"error\":\"boom\"}", "unknown: undetermined"),
                Case.of("503 without a body", 503, "", "failing: 503"),
                Case.of("200 without a body proves nothing", 200, "  ", "failing: 200"),
                Case.of("up, but 503", 503, "{\"status\":\"UP\",\"checks\":[]}", "failing: says UP, but"),
                Case.of("there is no degraded state", 200, "{\"status\":\"DEGRADED\",\"checks\":[]}", "failing"),
                Case.of("status is a number", 200, "{\"status\":200,\"checks\":[]}", "failing"),
                Case.of("checks is no array", 503, "{\"status\":\"DOWN\",\"checks\":\"db\"}", "failing: DOWN"),
                Case.of("wrong content type", 200, "{\"status\":\"UP\",\"checks\":[]}", "serving 1.0")
                        .typed("text/html;charset=utf-8"),
                Case.of("HTML", 200, "<html>welcome</html>", "failing: no JSON object"),
                Case.of("an array", 200, "[\"UP\"]", "failing: no JSON object"),
                Case.of("cut off", 200, "{\"status\":\"UP\",\"checks\":[{\"na", "failing: longer than what is read")
                        .cut(),
                Case.of("broken off", 200, "{\"status\":\"UP\",\"che", "failing: no JSON object"),
                Case.of("too deep", 200, DEEP, "failing: no JSON object"),
                Case.of("a huge number", 200, HUGE, "failing: no JSON object"),
                Case.of("a number beyond all numbers", 200, "{\"status\":\"UP\",\"n\":1e999999999}", "serving 1.0"),
                Case.of("says both", 200, "{\"status\":\"UP\",\"status\":\"DOWN\"}", "failing: read one way"),
                Case.of("says it twice", 200, "{\"status\":\"UP\"}{\"status\":\"DOWN\"}", "failing: read one way"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("springBoot")
    void readsSpringBootHealth(Case each) {
        each.holds(BodyFormat.SPRING_BOOT);
    }

    static Stream<Case> springBoot() {
        return Stream.of(
                Case.of("up", 200, "{\"status\":\"UP\",\"groups\":[\"liveness\"]}", "serving 1.0: UP"),
                Case.of(
                        "down names the components that are down",
                        503,
                        "{\"status\":\"DOWN\",\"components\":{\"db\":{\"status\":\"DOWN\",\"details\":{}},"
                                + "\"ping\":{\"status\":\"UP\"},\"jms\":{\"status\":\"OUT_OF_SERVICE\"}}}",
                        "failing: DOWN: db, jms"),
                Case.of("out of service", 503, "{\"status\":\"OUT_OF_SERVICE\"}", "failing: OUT_OF_SERVICE"),
                Case.of("down, mapped to 200", 200, "{\"status\":\"DOWN\"}", "failing: DOWN"),
                Case.of("unknown answers 200", 200, "{\"status\":\"UNKNOWN\"}", "unknown: UNKNOWN"),
                Case.of(
                        "a custom status that nobody mapped answers 200",
                        200,
                        "{\"status\":\"FATAL\"}",
                        "unknown: custom status FATAL"),
                Case.of("a custom status without end", 200, "{\"status\":\"" + "x".repeat(9_000) + "\"}", "unknown"),
                Case.of("up, but 503", 503, "{\"status\":\"UP\"}", "failing: says UP, but"),
                Case.of("no status", 200, "{\"components\":{}}", "failing: no status"),
                Case.of("components is an array", 503, "{\"status\":\"DOWN\",\"components\":[1]}", "failing: DOWN"),
                Case.of("wrong content type", 200, "{\"status\":\"UP\"}", "serving 1.0")
                        .typed("text/plain"),
                Case.of("the vendor's content type", 200, "{\"status\":\"UP\"}", "serving 1.0")
                        .typed("application/vnd.spring-boot.actuator.v3+json"),
                Case.of("404 page", 404, "<html>", "failing: no JSON object"),
                Case.of("cut off", 200, "{\"status\":\"UP\"", "failing: longer than what is read")
                        .cut(),
                Case.of("too deep", 200, DEEP, "failing: no JSON object"),
                Case.of("says both", 200, "{\"status\":\"DOWN\",\"status\":\"UP\"}", "failing: read one way"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ietf")
    void readsHealthJsonOfTheDraft(Case each) {
        each.typed("application/health+json").holds(BodyFormat.IETF_HEALTH_JSON);
    }

    static Stream<Case> ietf() {
        return Stream.of(
                Case.of("pass", 200, "{\"status\":\"pass\"}", "serving 1.0"),
                Case.of("ok", 200, "{\"status\":\"ok\"}", "serving 1.0"),
                Case.of("up", 200, "{\"status\":\"up\"}", "serving 1.0"),
                Case.of("any case", 200, "{\"status\":\"PaSS\"}", "serving 1.0"),
                Case.of("pass may be a 3xx", 302, "{\"status\":\"pass\"}", "serving 1.0"),
                Case.of("warn is degraded", 200, "{\"status\":\"warn\"}", "serving 0.5: warn"),
                Case.of("warn may be a 3xx", 303, "{\"status\":\"WARN\"}", "serving 0.5"),
                Case.of(
                        "warn names what is not well",
                        207,
                        "{\"status\":\"warn\",\"checks\":{\"cpu:utilization\":[{\"status\":\"warn\"},{\"status\":\"pass\"}],"
                                + "\"uptime\":[{\"status\":\"pass\"}]}}",
                        "serving 0.5: warn: cpu:utilization"),
                Case.of("warn, but 500", 500, "{\"status\":\"warn\"}", "failing: says warn, but"),
                Case.of("fail", 503, "{\"status\":\"fail\"}", "failing: fail"),
                Case.of("error", 500, "{\"status\":\"Error\"}", "failing: error"),
                Case.of("down", 503, "{\"status\":\"DOWN\"}", "failing: down"),
                Case.of("fail, but 200", 200, "{\"status\":\"fail\"}", "failing: fail"),
                Case.of("pass, but 503", 503, "{\"status\":\"pass\"}", "failing: says pass, but"),
                Case.of("another word", 200, "{\"status\":\"splendid\"}", "failing: no status pass, warn or fail"),
                Case.of("checks is an array", 503, "{\"status\":\"fail\",\"checks\":[{}]}", "failing: fail"),
                Case.of("a measurement is no array", 503, "{\"status\":\"fail\",\"checks\":{\"a\":7}}", "failing"),
                Case.of("HTML", 200, "<p>pass</p>", "failing: no JSON object"),
                Case.of("cut off", 200, "{\"status\":\"pass\"", "failing: longer than what is read")
                        .cut(),
                Case.of("too deep", 200, DEEP.replace("UP", "pass"), "failing: no JSON object"),
                Case.of("says both", 200, "{\"status\":\"pass\",\"status\":\"fail\"}", "failing: read one way"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aspNet")
    void readsAspNetHealth(Case each) {
        each.typed("text/plain").holds(BodyFormat.ASP_NET);
    }

    static Stream<Case> aspNet() {
        return Stream.of(
                Case.of("healthy", 200, "Healthy", "serving 1.0"),
                Case.of("with white space", 200, " Healthy\r\n", "serving 1.0"),
                Case.of("degraded is 200", 200, "Degraded", "serving 0.5: Degraded"),
                Case.of("unhealthy", 503, "Unhealthy", "failing: Unhealthy"),
                Case.of("unhealthy, mapped to 200", 200, "Unhealthy", "failing: Unhealthy"),
                Case.of("healthy, but 503", 503, "Healthy", "failing: says Healthy, but"),
                Case.of("degraded, mapped to 503", 503, "Degraded", "failing: says Degraded, but"),
                Case.of("as JSON", 200, "{\"status\":\"Degraded\",\"entries\":{}}", "serving 0.5: Degraded"),
                Case.of("as JSON, unhealthy", 503, "{\"status\":\"Unhealthy\"}", "failing: Unhealthy"),
                Case.of("as JSON, another word", 200, "{\"status\":\"Fine\"}", "failing: is not Healthy"),
                Case.of("more than one word", 200, "Healthy enough", "failing: no JSON object"),
                Case.of("nothing", 200, "", "failing: no JSON object"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plainHttp")
    void goesByTheStatusWhereTheBodySaysNothing(Case each) {
        each.holds(BodyFormat.STATUS_ONLY);
    }

    static Stream<Case> plainHttp() {
        return Stream.of(
                Case.of("200", 200, "", "serving 1.0: status 200"),
                Case.of("299", 299, "", "serving 1.0"),
                Case.of("204 with a body that says down", 204, "{\"status\":\"DOWN\"}", "serving 1.0"),
                Case.of("a redirect is not in the range", 302, "", "failing: status 302"),
                Case.of("404", 404, "", "failing: status 404"),
                Case.of("500 without a body", 500, "", "failing: status 500"),
                Case.of("a megabyte", 200, "x".repeat(65_536), "serving 1.0").cut());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("byShape")
    void findsTheFormatByItself(Case each) {
        each.holds(BodyFormat.AUTO);
    }

    static Stream<Case> byShape() {
        return Stream.of(
                Case.of("MicroProfile", 503, "{\"status\":\"DOWN\",\"checks\":[]}", "failing: installed yet"),
                Case.of("Spring Boot", 200, "{\"status\":\"UNKNOWN\",\"components\":{}}", "unknown: UNKNOWN"),
                Case.of("Spring Boot without details", 200, "{\"status\":\"DOWN\"}", "failing: DOWN"),
                Case.of("the draft by its words", 200, "{\"status\":\"warn\",\"checks\":{}}", "serving 0.5"),
                Case.of("the draft by its type", 200, "{\"status\":\"UP\"}", "serving 1.0: up")
                        .typed("Application/Health+JSON; charset=utf-8"),
                Case.of("the draft's aliases in lower case", 200, "{\"status\":\"down\"}", "failing: down"),
                Case.of("the draft's aliases in mixed case", 200, "{\"status\":\"Up\"}", "serving 1.0: up"),
                Case.of("ASP.NET", 200, "Degraded", "serving 0.5").typed("text/plain"),
                Case.of("ASP.NET as JSON", 200, "{\"status\":\"Degraded\"}", "serving 0.5: Degraded"),
                Case.of("some other JSON", 200, "{\"status\":\"shiny\"}", "serving 1.0: status 200"),
                Case.of("some other JSON, 503", 503, "{\"status\":\"shiny\"}", "failing: status 503"),
                Case.of("HTML", 200, "<html>DOWN</html>", "serving 1.0: status 200")
                        .typed("text/html"),
                Case.of("nothing", 500, "", "failing: status 500").typed(""),
                Case.of("cut off", 200, "{\"status\":\"DOWN\",\"checks\":[", "serving 1.0: status 200")
                        .cut(),
                Case.of("too deep", 200, DEEP, "serving 1.0: status 200"),
                Case.of("too deep, 503", 503, DEEP, "failing: status 503"),
                Case.of("NULs", 200, "\0\0\0", "serving 1.0: status 200"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("envoyHeaders")
    void heedsEnvoysHeaders(Case each, Map<String, String> headers) {
        each.holds(Checks.format(BodyFormat.AUTO), headers);
    }

    static Stream<Arguments> envoyHeaders() {
        return Stream.of(
                row(Case.of("degraded", 200, "", "serving 0.5: x-envoy-degraded"), Map.of("x-envoy-degraded", "")),
                row(Case.of("degraded in capitals", 200, "", "serving 0.5"), Map.of("X-Envoy-Degraded", "true")),
                row(
                        Case.of("degraded and warn", 200, "{\"status\":\"warn\"}", "serving 0.5"),
                        Map.of("x-envoy-degraded", "1")),
                row(
                        Case.of("degraded does not raise what fails", 503, "", "failing: status 503"),
                        Map.of("x-envoy-degraded", "")),
                row(
                        Case.of(
                                "immediate fail",
                                200,
                                "{\"status\":\"UP\",\"checks\":[]}",
                                "failing: x-envoy-immediate"),
                        Map.of("x-envoy-immediate-health-check-fail", "true")),
                row(
                        Case.of("immediate fail and degraded", 200, "", "failing: x-envoy-immediate"),
                        Map.of("x-envoy-degraded", "", "X-Envoy-Immediate-Health-Check-Fail", "true")),
                row(
                        Case.of("a cluster that the policy does not ask for", 200, "", "serving 1.0"),
                        Map.of("x-envoy-upstream-healthchecked-cluster", "other")));
    }

    private static Arguments row(Case each, Map<String, String> headers) {
        return Arguments.of(each, headers);
    }
}
