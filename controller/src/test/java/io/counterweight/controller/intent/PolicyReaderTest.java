package io.counterweight.controller.intent;

import static io.counterweight.controller.intent.SmallPolicy.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A valid policy with the value at a path, such as {@code check.path}, replaced; the value {@code -} takes it out. */
    private static ObjectNode with(String path, String value) throws Exception {
        ObjectNode body = SmallPolicy.json();
        ObjectNode at = body;
        List<String> parts = List.of(path.split("\\.", -1));
        for (String part : parts.subList(0, parts.size() - 1)) {
            at = at.withObjectProperty(part);
        }
        if (value.equals("-")) {
            at.remove(parts.getLast());
        } else {
            at.set(parts.getLast(), JSON.readTree(value));
        }
        return body;
    }

    @Test
    @Rule({"E6", "E7"})
    void silenceMovesNoExclusiveServiceUnlessThePolicySaysSo() throws Exception {
        ObjectNode exclusive = with("mode", "\"exclusive\"");
        exclusive.get("datacenters").forEach(place -> ((ObjectNode) place).put("priority", 1));

        assertEquals(OnSilence.HOLD, read(exclusive).silence().onSilence());
        assertEquals(OnSilence.DRAIN, read(SmallPolicy.json()).silence().onSilence());
        exclusive.putObject("silence").put("onSilence", "drain");
        assertEquals(OnSilence.DRAIN, read(exclusive).silence().onSilence());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    exclusive | {"url": "ftp://10.0.0.1/role"} | datacenters.east.hook.url
                    exclusive | {"url": "http://east.example/role"} | datacenters.east.hook.url
                    exclusive | {"url": "http://ann:secret@10.0.0.1/role"} | datacenters.east.hook.url
                    exclusive | {"url": "http://10.0.0.1/ro le"} | datacenters.east.hook.url
                    exclusive | {"url": "http://0.0.0.0:80/"} | datacenters.east.hook.url
                    exclusive | {"url": "http://[::]:80/"} | datacenters.east.hook.url
                    exclusive | {"url": "http://224.0.0.1/x"} | datacenters.east.hook.url
                    exclusive | {"url": "http://255.255.255.255/x"} | datacenters.east.hook.url
                    exclusive | {"url": "http://169.254.169.254/latest"} | datacenters.east.hook.url
                    exclusive | {"url": "http://[fe80::1]/role"} | datacenters.east.hook.url
                    exclusive | {"url": "http://10.0.0.1:99999/role"} | datacenters.east.hook.url
                    exclusive | {"url": "http://10.0.0.1:0/role"} | datacenters.east.hook.url
                    exclusive | {"url": "http://10.0.0.1/role", "deadline": "11m"} | datacenters.east.hook.deadline
                    exclusive | {"url": "http://10.0.0.1/role", "deadline": "99ms"} | datacenters.east.hook.deadline
                    exclusive | {"deadline": "1s"} | datacenters.east.hook.url
                    priority | {"url": "http://10.0.0.1/role"} | datacenters.east.hook
                    """)
    @Rule("E7")
    void aHookIsAPlainUrlOfAnExclusiveService(String mode, String hook, String field) throws Exception {
        ObjectNode policy = with("datacenters.east.hook", hook);
        policy.put("mode", mode);
        policy.get("datacenters").forEach(place -> ((ObjectNode) place).put("priority", 1));

        assertEquals(
                field, assertThrows(InvalidIntent.class, () -> read(policy)).field());
    }

    @Test
    @Rule("E7")
    void anExclusiveServiceServesInOneDatacenterAtATime() throws Exception {
        ObjectNode exclusive = with("safety.minServing", "2");
        exclusive.put("mode", "exclusive");
        exclusive.get("datacenters").forEach(place -> ((ObjectNode) place).put("priority", 1));

        assertEquals(
                "safety.minServing",
                assertThrows(InvalidIntent.class, () -> read(exclusive)).field());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    weighted | {} | sheddable.addresses | is empty
                    weighted | {"addresses": ["sorry.example"]} | sheddable.addresses | 'sorry.example' is no literal IP address
                    weighted | {"addresses": ["192.0.2.1"]} | sheddable.addresses | 192.0.2.1 is published by a datacenter
                    weighted | {"addresses": ["192.0.2.250"], "most": 1} | sheddable.most | 1.0 is not above 0 and at most 0.9
                    weighted | {"addresses": ["192.0.2.250"], "most": 0} | sheddable.most | 0.0 is not above 0
                    weighted | {"address": "192.0.2.250"} | sheddable.address | is unknown
                    exclusive | {"addresses": ["192.0.2.250"]} | sheddable | is not read with mode exclusive
                    """)
    @Rule("W2")
    void whoMayBeShedIsReadStrictly(String mode, String sheddable, String field, String reason) throws Exception {
        ObjectNode policy = with("sheddable", sheddable);
        policy.put("mode", mode);
        policy.get("datacenters")
                .forEach(place -> ((ObjectNode) place).put("priority", 1).put("capacity", 100));

        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(policy));

        assertEquals(field, refusal.field());
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }

    @Test
    void smallPolicyIsFilledUp() throws Exception {
        Policy policy = read(SmallPolicy.json());

        assertEquals(Mode.WEIGHTED, policy.mode());
        assertEquals("/health", policy.check().path());
        DatacenterPolicy west = policy.datacenters().get(Site.of("west"));
        assertEquals(100, west.weight());
        assertEquals(
                List.of(new PublishedAddress("2001:db8:0:0:0:0:0:1", 81, Optional.of(EndpointName.of("one")))),
                west.published(),
                "published addresses are the endpoints themselves");
    }

    @Test
    void addressInFrontOfAllEndpointsTakesTheirPlace() throws Exception {
        Policy policy =
                read(with("datacenters.east.published", "{\"vip\": {\"address\": \"192.0.2.9\", \"port\": 443}}"));

        assertEquals(
                List.of(new PublishedAddress("192.0.2.9", 443, Optional.empty())),
                policy.datacenters().get(Site.of("east")).published());
    }

    @Test
    void shortTtlPullsItsLowerBoundAlong() throws Exception {
        Policy policy = read(with("ttl.max", "\"2s\""));

        assertEquals(Duration.ofSeconds(2), policy.ttlMin());
        assertEquals(Duration.ofSeconds(4), policy.shifting().soak());
    }

    @Test
    void shortIntervalPullsTheConfirmingOneAlong() throws Exception {
        Policy policy = read(with("check.interval", "\"50ms\""));

        assertEquals(Duration.ofMillis(50), policy.damping().confirmInterval());
    }

    @Test
    void shortLongestDelayPullsTheFirstOneAlong() throws Exception {
        Policy policy = read(with("damping.flap.maximum", "\"4s\""));

        assertEquals(Duration.ofSeconds(4), policy.damping().flapPenalty());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "::1", "169.254.0.1", "fe80::1", "10.0.0.1"})
    void everyAddressOfOneHostIsTaken(String address) throws Exception {
        Policy policy = read(with("datacenters.east.endpoints.one.address", "\"" + address + "\""));

        assertEquals(1, policy.datacenters().get(Site.of("east")).published().size());
    }

    @Test
    void onePublishedAddressMayStandForTwoDatacentersOnDifferentPorts() throws Exception {
        Policy policy = read(with("datacenters.west.endpoints.one", "{\"address\": \"192.0.2.1\", \"port\": 81}"));

        assertEquals(2, policy.datacenters().size());
    }

    @Test
    void checkOfATcpServiceNeedsNoPath() throws Exception {
        Policy policy = read(with("check.protocol", "\"tcp\""));

        assertEquals(CheckProtocol.TCP, policy.check().protocol());
        assertEquals("", policy.check().path());
    }

    @ParameterizedTest
    @CsvSource({"tcp", "tls", "http", "https"})
    void anAgentIsReadOverEveryProtocolThatCarriesALine(String protocol) throws Exception {
        Policy policy =
                read(with("check", "{\"protocol\": \"%s\", \"format\": \"haproxy-agent\"}".formatted(protocol)));

        assertEquals(BodyFormat.HAPROXY_AGENT, policy.check().format());
    }

    @ParameterizedTest
    @Rule("W4")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    hosts | - | hosts | is empty: name what clients resolve
                    hosts | [] | hosts | is empty
                    hosts | "shop" | hosts | is no list: write [...]
                    hosts | [1] | hosts | holds 1, which is no text
                    hosts | ["Shop"] | hosts | 'Shop' is no host name in lower case
                    hosts | ["a..b"] | hosts | 'a..b' is no host name
                    hosts | ["shop", "shop"] | hosts | names 'shop' twice
                    mode | "manual" | mode | 'manual' is none of weighted, priority, nearest, exclusive
                    mode | "nearest" | datacenters.east.priority | is missing
                    regions | {"eu": ["east"]} | regions | is not read with mode weighted
                    mode | 1 | mode | '1' must be a text that is not empty
                    mode | "priority" | datacenters.east.priority | is missing
                    choice | "first" | choice | 'first' is none of random, sticky
                    datacenters.east.capacity | 0 | datacenters.east.capacity | 0 is no number above 0, at most 1.0E12
                    datacenters.east.capacity | "9" | datacenters.east.capacity | "9" is no number above 0
                    datacenters.east.capacity | 9 | datacenters.west.capacity | is missing, though another datacenter has one: give it in all
                    datacenters.east.load | {"metric": "m"} | datacenters.east.load.urls | is empty: name where metrics are read
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m"]} | datacenters.east.load.metric | is missing
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m"], "metric": "a b"} | datacenters.east.load.metric | 'a b' is no name of a metric
                    datacenters.east.load | {"urls": ["http://shop/m"], "metric": "m"} | datacenters.east.load.urls | 'http://shop/m' is no http URL of one literal address
                    datacenters.east.load | {"urls": ["https://10.0.0.1/m"], "metric": "m"} | datacenters.east.load.urls | is no http URL of one literal address
                    datacenters.east.load | {"urls": ["http://me@10.0.0.1/m"], "metric": "m"} | datacenters.east.load.urls | names a user or a password before the '@': policies hold no secrets
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m?a=b&token=xyzzy"], "metric": "m"} | datacenters.east.load.urls | hands over 'token' in its query: policies hold no secrets, for everyone with the role reader sees them
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m?API_KEY=xyzzy"], "metric": "m"} | datacenters.east.load.urls | hands over 'API_KEY' in its query
                    datacenters.east.load | {"urls": ["http://169.254.169.254/m"], "metric": "m"} | datacenters.east.load.urls | 'http://169.254.169.254/m' has a link-local address
                    datacenters.east.load | {"urls": ["http://10.0.0.1:0/m"], "metric": "m"} | datacenters.east.load.urls | 'http://10.0.0.1:0/m' has port 0: use 1 to 65535
                    datacenters.east.load | {"urls": ["http://10.0.0.1:70000/m"], "metric": "m"} | datacenters.east.load.urls | 'http://10.0.0.1:70000/m' has port 70000: use 1 to 65535
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m"], "metric": "m", "interval": "10ms"} | datacenters.east.load.interval | 10ms is below 1s
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m"], "metric": "m", "kind": "sum"} | datacenters.east.load.kind | 'sum' is none of counter, gauge
                    datacenters.east.load | {"urls": ["http://10.0.0.1/m"], "metric": "m", "labels": {"a": 1}} | datacenters.east.load.labels.a | '1' must be a text
                    extra | 1 | extra | is unknown; here stand check, choice
                    datacenters | - | datacenters | is empty: name at least one datacenter of [east, west]
                    datacenters | [] | datacenters | is no object: write {...}
                    datacenters.north | {} | datacenters.north | is no datacenter of the topology, which has [east, west]
                    datacenters.NORTH | {} | datacenters.NORTH | datacenters.NORTH 'NORTH' is no valid name
                    datacenters.east | 5 | datacenters.east | is no object
                    datacenters.east.weight | -1 | datacenters.east.weight | -1 is outside 0..1000000
                    datacenters.east.weight | 1.5 | datacenters.east.weight | 1.5 is no whole number
                    datacenters.east.weight | 99999999999 | datacenters.east.weight | 99999999999 is no whole number
                    datacenters.east.priority | 0 | datacenters.east.priority | 0 is outside 1..1000
                    datacenters.east.endpoints | {} | datacenters.east.endpoints | has 0 entries: use 1 to 256
                    datacenters.east.endpoints.ONE | {"address": "192.0.2.1", "port": 80} | datacenters.east.endpoints.ONE | endpoints.ONE 'ONE' is no valid name
                    datacenters.east.endpoints.two | {"address": "192.0.2.1", "port": 80} | datacenters.east.endpoints.two | has the address and port of 'one'
                    datacenters.east.endpoints.one.address | "db.example" | datacenters.east.endpoints.one.address | 'db.example' is no literal IP address
                    datacenters.east.endpoints.one.address | "0.0.0.0" | datacenters.east.endpoints.one.address | '0.0.0.0' is not the address of one host
                    datacenters.east.endpoints.one.address | "::" | datacenters.east.endpoints.one.address | '::' is not the address of one host
                    datacenters.east.endpoints.one.address | "224.0.0.1" | datacenters.east.endpoints.one.address | '224.0.0.1' is not the address of one host
                    datacenters.east.endpoints.one.published | "0.0.0.0" | datacenters.east.endpoints.one.published | '0.0.0.0' is not the address of one host
                    datacenters.east.published.vip | {"address": "ff02::1", "port": 1} | datacenters.east.published.vip.address | 'ff02::1' is not the address of one host
                    datacenters.west.endpoints.one | {"address": "192.0.2.1", "port": 80} | datacenters.west | publishes 192.0.2.1 with port 80, which datacenters.east publishes too: give each datacenter its own
                    datacenters.west.published.vip | {"address": "192.0.2.1", "port": 80} | datacenters.west | publishes 192.0.2.1 with port 80
                    datacenters.east.endpoints.one.address | "ff02::1" | datacenters.east.endpoints.one.address | 'ff02::1' is not the address of one host
                    datacenters.east.endpoints.one.published | "fe80::1%1" | datacenters.east.endpoints.one.published | 'fe80::1%1'
                    datacenters.east.endpoints.one.address | - | datacenters.east.endpoints.one.address | is missing
                    datacenters.east.endpoints.one.port | 0 | datacenters.east.endpoints.one.port | 0 is outside 1..65535
                    datacenters.east.endpoints.one.port | - | datacenters.east.endpoints.one.port | is missing
                    datacenters.east.endpoints.one.publishedPort | 70000 | datacenters.east.endpoints.one.publishedPort | 70000 is outside
                    datacenters.east.published | {} | datacenters.east.published | has 0 entries
                    datacenters.east.published.vip | {"address": "192.0.2.9"} | datacenters.east.published.vip.port | is missing
                    check.protocol | "icmp" | check.protocol | 'icmp' is none of http, https, tcp, tls, grpc
                    check.format | "xml" | check.format | 'xml' is none of auto, status-only
                    check.path | "health" | check.path | 'health' must begin with /
                    check.path | "/a b" | check.path | must begin with / and hold no blank
                    check.port | 0 | check.port | 0 is outside 1..65535
                    check.host | "a\\r\\nX: y" | check.host | is no host
                    check.status | {"min": 300} | check.status.min | 300 is above check.status.max 299
                    check.status | {"max": 999} | check.status.max | 999 is outside 100..599
                    check.format | "text-match" | check.body | is missing: format text-match needs
                    check.body | "(" | check.body | '(' is no regular expression
                    check.body | "UP" | check.body | is not read with format auto: leave it out, or change that
                    check | {"format": "spring-boot", "body": "UP"} | check.body | is not read with format spring-boot
                    check | {"format": "microprofile", "status": {"max": 204}} | check.status | is not read with format microprofile
                    check | {"protocol": "tcp", "path": "/health"} | check.path | is not read with protocol tcp
                    check | {"protocol": "tls", "format": "auto"} | check.format | is not read with protocol tls
                    check | {"protocol": "grpc", "identity": {"header": "A", "expected": "x"}} | check.identity | is not read with protocol grpc
                    check.identity | {"expected": "x"} | check.identity | needs either header or field
                    check.identity | {"header": "A", "field": "b", "expected": "x"} | check.identity | needs either
                    check.identity | {"header": "A: b", "expected": "x"} | check.identity.header | 'A: b' is no name of a header
                    check.identity | {"header": "A"} | check.identity.expected | is missing
                    check.identity | {"header": "A", "expected": "{service}.{dc}"} | check.identity.expected | '{service}.{dc}' holds {dc}, for which no name stands: write {service} or {datacenter}
                    check.identity | {"field": "a.b", "expected": "{Service}"} | check.identity.expected | holds {Service}, for which
                    check.identity | {"header": "A", "expected": "{ service }"} | check.identity.expected | holds { service }, for which
                    check.identity | {"header": "A", "expected": "{}"} | check.identity.expected | holds {}, for which
                    check.interval | "1ms" | check.interval | 1ms is below 50ms: make it longer
                    check.interval | "soon" | check.interval | 'soon' is no length of time: write it like 250ms
                    check.interval | 1 | check.interval | '1' must be a text
                    check.timeout | "2h" | check.timeout | 2h is longer than 1h: make it shorter
                    damping.fall | 0 | damping.fall | 0 is outside 1..100
                    damping.flap | {"falls": 1} | damping.flap.falls | 1 is outside 2..1000
                    damping.flap | {"penalty": "11m"} | damping.flap.penalty | 11m is longer than damping.flap.maximum 10m: make it shorter
                    damping.flap | {"penalty": "10s", "maximum": "9s"} | damping.flap.penalty | 10s is longer than damping.flap.maximum 9s
                    damping.confirmInterval | "1100ms" | damping.confirmInterval | 1.1s is longer than check.interval 1s: make it shorter
                    damping.confirmInterval | "1ms" | damping.confirmInterval | 1ms is below 20ms
                    shifting.steps | [] | shifting.steps | [] must end with 100
                    shifting.steps | 100 | shifting.steps | is no list
                    shifting.steps | [50, 25, 100] | shifting.steps | must rise
                    shifting.steps | [50] | shifting.steps | [50] must end with 100
                    shifting.steps | [99999999999] | shifting.steps | holds 99999999999, which is no whole number
                    shifting.abort.offered | 0 | shifting.abort.offered | is 0, which is no limit
                    shifting.abort.errors | 0 | shifting.abort.errors | is 0, which is no limit
                    shifting.abort.load | 0.9 | shifting.abort.load | is a part of the capacity
                    shifting.abort.offered | 1.5 | shifting.abort.offered | 1.5
                    shifting.before | {} | shifting.before.urls | names no datacenter
                    shifting.before | {"urls": {"north": "http://10.0.0.9/p"}} | shifting.before.urls.north | is no datacenter of the policy, which has [east, west]
                    shifting.before | {"urls": {"east": "http://db.example/p"}} | shifting.before.urls.east | 'http://db.example/p' is no http or https URL of one literal address: write it like http://10.1.0.21:8080/role
                    shifting.before | {"urls": {"east": "http://0.0.0.0:80/p"}} | shifting.before.urls.east | 'http://0.0.0.0:80/p' is no http or https URL of one literal address
                    shifting.before | {"urls": {"east": "http://10.0.0.9:99999/p"}} | shifting.before.urls.east | 'http://10.0.0.9:99999/p' has port 99999: use 1 to 65535
                    shifting.before | {"urls": {"east": "http://10.0.0.9/p?password=xyzzy"}} | shifting.before.urls.east | hands over 'password' in its query
                    shifting.before | {"urls": {"east": "http://10.0.0.9/p"}, "deadline": "11m"} | shifting.before.deadline | 11m is longer than 10m
                    shifting.before | {"url": "http://10.0.0.9/p"} | shifting.before.url | is unknown
                    shifting.failback | "sometimes" | shifting.failback | 'sometimes' is none of automatic, latched, manual
                    shifting.soak | "30s" | shifting.soak | 30s is shorter than two times ttl.max
                    shifting.failback | "never" | shifting.failback | 'never' is none of automatic, latched
                    safety.minServing | 3 | safety.minServing | 3 is more than the 2 datacenters of the policy that may serve at once: lower it, or give more of them a weight above 0
                    safety.approval | {"of": ["ann", ""]} | safety.approval.of | '' is no name of a token
                    safety.approval | {"of": ["ann", " "]} | safety.approval.of | ' ' is no name of a token
                    safety.approval | {"of": ["ann", "ann "]} | safety.approval.of | 'ann ' is no name of a token, which holds no blanks and does not begin with #
                    safety.approval | {"of": ["ann", "ben cy"]} | safety.approval.of | 'ben cy' is no name of a token
                    safety.approval | {"of": ["ann", "#ben"]} | safety.approval.of | '#ben' is no name of a token
                    safety.maxRemoved | 1.5 | safety.maxRemoved | 1.5 is outside 0..1
                    safety.maxRemoved | "half" | safety.maxRemoved | "half" is outside 0..1
                    silence.onSilence | "pray" | silence.onSilence | 'pray' is none of hold, drain
                    silence.after | "-1s" | silence.after | must be above 0
                    ttl.min | "1h" | ttl.min | 1h is longer than ttl.max 20s: make it shorter
                    ttl.max | "10ms" | ttl.max | 10ms is below 1s
                    needs | "ledger" | needs | is no list
                    needs | ["Ledger"] | needs | 'Ledger' is no valid name
                    needs | ["a", "a"] | needs | names 'a' twice
                    needs | ["shop"] | needs | names 'shop' itself: take it out
                    needs | ["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q"] | needs | names 17 services, 16 at most
                    sheddable | {"addresses": ["192.0.2.250"]} | sheddable | needs the capacity of every datacenter
                    retiring | "yes" | retiring | "yes" must be true or false
                    """)
    void whatIsWrongIsNamedByFieldAndReason(String path, String value, String field, String reason) throws Exception {
        ObjectNode body = with(path, value);

        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

        assertEquals(field, refusal.field());
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(field + " "), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal.getMessage());
    }

    @Test
    @Rule("W4")
    void onlyADatacenterWithAWeightCanKeepOne() throws Exception {
        ObjectNode body = with("safety.minServing", "2");
        ((ObjectNode) body.at("/datacenters/west")).put("weight", 0);

        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

        assertEquals("safety.minServing", refusal.field());
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("2 is more than the 1 datacenters"),
                refusal.getMessage());
    }

    @Test
    @Rule("W4")
    void aStandbyByPriorityCountsAmongThoseThatMayServe() throws Exception {
        ObjectNode body = with("safety.minServing", "2");
        body.put("mode", "priority");
        body.get("datacenters").forEach(place -> ((ObjectNode) place).put("priority", 1));

        assertEquals(2, read(body).safety().minServing());
    }

    @Test
    void whatMayBeSecretIsNotRepeated() throws Exception {
        for (String url : List.of("http://ann:xyzzy@10.0.0.1/m", "http://10.0.0.1/m?token=xyzzy")) {
            ObjectNode body = with("datacenters.east.load", "{\"urls\": [\"" + url + "\"], \"metric\": \"m\"}");

            InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

            assertFalse(String.valueOf(refusal.getMessage()).contains("xyzzy"), refusal.getMessage());
        }
    }

    @Test
    void aQueryThatHandsOverNoSecretIsTaken() throws Exception {
        String url = "http://10.0.0.1:9100/metrics?format=prometheus&collect[]=cpu".replace("[]", "%5B%5D");
        ObjectNode body = with("datacenters.east.load", "{\"urls\": [\"" + url + "\"], \"metric\": \"m\"}");

        assertEquals(
                List.of(url),
                read(body)
                        .datacenters()
                        .get(Site.of("east"))
                        .load()
                        .orElseThrow()
                        .urls());
    }

    @Test
    void weightOfSomeDatacenterMustBeAboveZero() throws Exception {
        ObjectNode body = with("datacenters.east.weight", "0");
        ((ObjectNode) body.at("/datacenters/west")).put("weight", 0);

        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

        assertEquals("datacenters have weight 0 everywhere: give one a weight above 0", refusal.getMessage());
    }

    @Test
    void twoKindsOfPublishedAddressesAreRefused() throws Exception {
        ObjectNode body = with("datacenters.east.published", "{\"vip\": {\"address\": \"192.0.2.9\", \"port\": 443}}");
        ((ObjectNode) body.at("/datacenters/east/endpoints/one")).put("published", "192.0.2.8");

        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

        assertEquals("datacenters.east.endpoints.one.published", refusal.field());
    }

    @ParameterizedTest
    @CsvSource({"[]", "null", "5", "'\"text\"'"})
    void bodyThatIsNoObjectIsRefused(String body) throws Exception {
        JsonNode json = JSON.readTree(body);

        assertEquals(
                "the body is no JSON object",
                assertThrows(InvalidIntent.class, () -> read(json)).getMessage());
    }

    @Test
    void errorsQuoteNoMoreThanAPersonReads() throws Exception {
        ObjectNode body = SmallPolicy.json();
        body.putArray("hosts").add("a.".repeat(100_000));

        InvalidIntent refusal = assertThrows(InvalidIntent.class, () -> read(body));

        assertTrue(String.valueOf(refusal.getMessage()).length() < 200, refusal.getMessage());
    }

    @Test
    void nameOfTheServiceIsChecked() throws Exception {
        ObjectNode body = SmallPolicy.json();

        InvalidIntent refusal =
                assertThrows(InvalidIntent.class, () -> PolicyReader.read("Shop", body, SmallPolicy.DATACENTERS));

        assertEquals("service", refusal.field());
        assertEquals(
                "service 'Shop' is no valid name: use 1 to 63 lower-case letters, digits and inner hyphens",
                refusal.getMessage());
    }
}
