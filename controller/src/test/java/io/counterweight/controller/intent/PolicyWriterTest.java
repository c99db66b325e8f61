package io.counterweight.controller.intent;

import static io.counterweight.controller.intent.SmallPolicy.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The small policy with these parts in the place of its own. */
    private static ObjectNode with(String parts) throws Exception {
        ObjectNode body = SmallPolicy.json();
        body.setAll((ObjectNode) JSON.readTree(parts));
        return body;
    }

    @Test
    void fillsEveryDefaultIn() throws Exception {
        JsonNode small = SmallPolicy.json();

        assertEquals(
                JSON.readTree("""
                        {"hosts": ["shop"], "mode": "weighted", "choice": "random",
                         "datacenters": {
                            "east": {"weight": 100, "priority": 1, "endpoints": {"one":
                                {"address": "192.0.2.1", "port": 80,
                                 "published": "192.0.2.1", "publishedPort": 80}}},
                            "west": {"weight": 100, "priority": 1, "endpoints": {"one":
                                {"address": "2001:db8:0:0:0:0:0:1", "port": 81,
                                 "published": "2001:db8:0:0:0:0:0:1", "publishedPort": 81}}}},
                         "check": {"protocol": "http", "format": "auto", "path": "/health",
                            "status": {"min": 200, "max": 299}, "interval": "1s", "timeout": "1s"},
                         "damping": {"fall": 2, "rise": 3, "forgiving": 5, "confirmInterval": "100ms",
                            "flap": {"falls": 3, "window": "10m", "penalty": "10s", "maximum": "10m"}},
                         "shifting": {"holdDown": "30s", "steps": [25, 50, 100], "soak": "40s", "failback": "automatic"},
                         "safety": {"minServing": 1, "maxRemoved": 0.5, "maxShifts": 4, "shiftWindow": "10m"},
                         "silence": {"onSilence": "drain", "after": "1m", "lossConfirm": "3s"},
                         "ttl": {"min": "5s", "max": "20s"},
                         "needs": []}
                        """),
                JSON.readTree(PolicyWriter.write(read(small), small).toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}
                    {"mode": "priority", "datacenters": {"east": {"priority": 2, "endpoints": {"one": {"address": "::1", "port": 80}}}}}
                    {"mode": "exclusive", "datacenters": {"east": {"priority": 2, "endpoints": {"one": {"address": "::1", "port": 80}}}}}
                    {"mode": "exclusive", "datacenters": {"east": {"priority": 1, "hook": {"url": "https://[2001:db8::1]:8443/role?a=b", "deadline": "1.5s"}, "endpoints": {"one": {"address": "::1", "port": 80}}}}}
                    {"mode": "nearest", "regions": {"eu": ["east"], "us": []}, "datacenters": {"east": {"priority": 2, "endpoints": {"one": {"address": "::1", "port": 80}}}}}
                    {"datacenters": {"east": {"capacity": 0.5, "endpoints": {"one": {"address": "::1", "port": 80}}}, "west": {"capacity": 1e9, "endpoints": {"one": {"address": "::1", "port": 81}}}}}
                    {"datacenters": {"east": {"load": {"urls": ["http://[::1]:9100/metrics", "http://10.0.0.1/"], "metric": "a_total", "labels": {"b": "c\\"d"}, "kind": "gauge", "interval": "10s"}, "endpoints": {"one": {"address": "::1", "port": 80}}}}}
                    {"choice": "sticky", "hosts": ["shop", "www.example.net."]}
                    {"check": {"protocol": "https", "host": "shop.example", "port": 8443, "path": "/q/health?all"}}
                    {"check": {"protocol": "http", "format": "auto", "status": {"min": 204, "max": 404}}}
                    {"check": {"format": "status-only", "status": {"max": 204}}}
                    {"check": {"format": "microprofile"}}
                    {"check": {"format": "spring-boot", "identity": {"field": "app.name", "expected": "{service}"}}}
                    {"check": {"format": "ietf-health-json", "identity": {"header": "X-By", "expected": "{datacenter}"}}}
                    {"check": {"format": "asp-net"}}
                    {"check": {"format": "haproxy-agent"}}
                    {"check": {"format": "text-match", "body": "^UP\\\\b", "status": {"min": 200}}}
                    {"check": {"protocol": "tcp", "port": 9000}}
                    {"check": {"protocol": "tcp", "format": "haproxy-agent"}}
                    {"check": {"protocol": "tls", "host": "shop.example"}}
                    {"check": {"protocol": "tls", "format": "haproxy-agent"}}
                    {"check": {"protocol": "grpc"}}
                    {"check": {"protocol": "grpc", "path": "shop.Health"}}
                    {"check": {"interval": "1.5s", "timeout": "250ms"}}
                    {"damping": {"fall": 1, "rise": 9, "forgiving": 10, "confirmInterval": "20ms", "flap": {"falls": 5, "window": "1d", "penalty": "1.0005s", "maximum": "90m"}}}
                    {"shifting": {"holdDown": "0.0001s", "steps": [1, 100], "soak": "2h", "failback": "manual", "abort": {"offered": 0.25, "errors": 0.05}, "maxLag": "5s"}}
                    {"shifting": {"before": {"urls": {"west": "https://[2001:db8::1]:8443/prepare"}, "deadline": "2m"}}}
                    {"safety": {"minServing": 2, "maxRemoved": 0.125, "maxShifts": 10000, "shiftWindow": "59s"}}
                    {"silence": {"onSilence": "hold", "after": "24h", "lossConfirm": "1ms"}}
                    {"ttl": {"max": "2s"}}
                    {"sheddable": {"addresses": ["192.0.2.250", "2001:db8::250"], "most": 0.25}, "datacenters": {"east": {"capacity": 5, "endpoints": {"one": {"address": "::1", "port": 80}}}, "west": {"capacity": 9, "endpoints": {"one": {"address": "::1", "port": 81}}}}}
                    {"datacenters": {"west": {"weight": 7, "endpoints": {"two": {"address": "fe80::1", "port": 1, "published": "192.0.2.7", "publishedPort": 2}, "one": {"address": "10.0.0.1", "port": 1}}}}}
                    {"datacenters": {"east": {"endpoints": {"one": {"address": "10.0.0.1", "port": 1}}, "published": {"b": {"address": "192.0.2.1", "port": 1}, "A b": {"address": "2001:db8::2", "port": 2}}}}}
                    """)
    void theReaderReadsTheSamePolicyFromWhatIsWritten(String parts) throws Exception {
        JsonNode body = with(parts);
        Policy policy = read(body);

        ObjectNode written = PolicyWriter.write(policy, body);

        assertEquals(policy, read(written));
        assertEquals(written, PolicyWriter.write(read(written), written), "nothing is left to fill in");
    }

    @Test
    void addressesInFrontKeepTheirNames() throws Exception {
        JsonNode body =
                with("{\"datacenters\": {\"east\": {\"endpoints\": {\"one\": {\"address\": \"10.0.0.1\", \"port\": 1}},"
                        + " \"published\": {\"spare\": {\"address\": \"192.0.2.2\", \"port\": 2},"
                        + " \"front\": {\"address\": \"192.0.2.1\", \"port\": 1}}}}}");

        assertEquals(
                body.at("/datacenters/east/published"),
                PolicyWriter.write(read(body), body).at("/datacenters/east/published"));
    }
}
