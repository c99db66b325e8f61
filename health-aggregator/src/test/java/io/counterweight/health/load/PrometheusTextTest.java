package io.counterweight.health.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Rule("W2")
class PrometheusTextTest {

    private static List<Double> read(String body, Map<String, String> labels) throws InvalidMetrics {
        return List.copyOf(PrometheusText.series(body, "requests_total", new TreeMap<>(labels))
                .values());
    }

    @Test
    void readsTheSeriesThatCarryTheLabelsAndNoOther() throws Exception {
        String body = """
                # HELP requests_total What came.
                # TYPE requests_total counter
                requests_total{path="/a",code="200"} 10
                requests_total{path="/a",code="500",} 2.5 1395066363000
                requests_total{ path = "/b" , code="200" } 1e3 # {trace_id="x"} 1
                requests_total_bytes{path="/a"} 7
                requests{path="/a"} 7
                """;

        assertEquals(List.of(10.0, 2.5), read(body, Map.of("path", "/a")));
        assertEquals(List.of(1000.0), read(body, Map.of("path", "/b")));
        assertEquals(3, read(body, Map.of()).size());
    }

    @Test
    void readsAMetricWithoutLabels() throws Exception {
        assertEquals(List.of(4.0), read("requests_total 4", Map.of()));
    }

    @Test
    void readsWhatIsEscaped() throws Exception {
        assertEquals(List.of(1.0), read("requests_total{a=\"x\\\"},\\\\\\n\"} 1", Map.of("a", "x\"},\\\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests_total{path=\"/a\"",
                "requests_total{path=\"/a} 1",
                "requests_total{path=/a} 1",
                "requests_total{=\"/a\"} 1",
                "requests_total{a=\"1\",a=\"2\"} 1",
                "requests_total{a=\"\\x\"} 1",
                "requests_total much",
                "requests_total ",
                "requests_total NaN",
                "requests_total +Inf",
                "requests_total -1",
                "requests_total 1\nrequests_total 2",
                "other 1",
                ""
            })
    void refusesWhatIsWrongOrNotThere(String body) {
        String message = String.valueOf(
                assertThrows(InvalidMetrics.class, () -> read(body, Map.of())).getMessage());
        assertTrue(message.length() < 400, message);
    }

    @Test
    void refusesMoreSeriesThanAnybodyAddsUp() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i <= PrometheusText.MOST_SERIES; i++) {
            body.append("requests_total{user=\"").append(i).append("\"} 1\n");
        }
        assertThrows(InvalidMetrics.class, () -> read(body.toString(), Map.of()));
    }
}
