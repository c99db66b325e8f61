package io.counterweight.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.controller.kit.Yaml;
import io.counterweight.dns.DnsConfig;
import io.counterweight.dns.Prefix;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    private String refusal(Yaml yaml) {
        return refusal(yaml.write());
    }

    private static String refusal(Path file) {
        return String.valueOf(
                assertThrows(InvalidConfig.class, () -> ConfigLoader.load(file)).getMessage());
    }

    @Test
    void readsEveryKey() throws Exception {
        Files.writeString(directory.resolve("tokens"), "");
        ControllerConfig config = ConfigLoader.load(Yaml.whole(directory)
                .with("gossip.listen", "'[::1]:5702'")
                .with("gossip.members", "['[::1]:5702', '[::1]:5703']")
                .with("gossip.source", "127.0.0.7")
                .with("dns.hostmaster", "ops.example.")
                .with("dns.soa", "{primary: ns9, refresh: 2h, retry: 20m, expire: 9d, minimum: 11s}")
                .with("dns.records", "['www 60 A 192.0.2.1']")
                .with("dns.threads", "3")
                .with("dns.rateLimit", "{responsesPerSecond: 7, slip: 0, exempt: [10.0.0.0/8]}")
                .with("dns.tcpConnections", "9")
                .with("dns.tcpIdle", "1.5s")
                .with("api", "{listen: '192.0.2.1:80', tokens: tokens}")
                .with("probes.source", "127.0.0.8")
                .with("probes.probersPerEndpoint", "1")
                .with("probes.perSecond", "11")
                .with("probes.concurrent", "12")
                .with("probes.bodyBytes", "2048")
                .with("journal", "{directory: kept, keep: 2d, maxBytes: 2000000}")
                .with(
                        "timing",
                        "{reportEvery: 100ms, exchangeCycle: 500ms, staleness: 1s, electorateMemory: 9s, firstRound: 2s,"
                                + " anchorInterval: 700ms, anchorAnswersWithin: 2s}")
                .write());

        assertEquals(ControllerId.of("east", "a"), config.self());
        assertEquals("[east, west]", config.topology().datacenters().toString());
        assertEquals("[witness]", config.topology().witnesses().toString());
        assertEquals(5703, config.gossip().members().get(1).port());
        assertEquals(new Address("127.0.0.1", 7443), config.gossip().link());
        assertEquals(Optional.of("127.0.0.7"), config.gossip().source());
        assertEquals(
                List.of(new Address("127.0.0.2", 7443)), config.gossip().peers().get(Site.of("west")));
        assertEquals(directory.resolve("identity.p12"), config.gossip().identity());
        assertEquals(directory.resolve("password"), config.gossip().passwordFile());
        assertEquals(directory.resolve("ca.pem"), config.gossip().authority());
        DnsConfig dns = config.dns().orElseThrow();
        assertEquals("[/127.0.0.1:5300]", dns.listen().toString());
        assertEquals("example.test.", dns.zone().toString());
        assertEquals(Map.of("ns1", List.of("127.0.0.1")), dns.nameservers());
        assertEquals("ops.example.", dns.soa().hostmaster().toString());
        assertEquals(Optional.of("ns9"), dns.soa().primary());
        assertEquals(Duration.ofHours(2), dns.soa().refresh());
        assertEquals(Duration.ofMinutes(20), dns.soa().retry());
        assertEquals(Duration.ofDays(9), dns.soa().expire());
        assertEquals(Duration.ofSeconds(11), dns.soa().minimum());
        assertEquals(List.of("www 60 A 192.0.2.1"), dns.records());
        assertEquals(3, dns.threads());
        assertEquals(7, dns.limits().responsesPerSecond());
        assertEquals(0, dns.limits().slip());
        assertEquals(List.of(Prefix.parse("10.0.0.0/8")), dns.limits().exempt());
        assertEquals(9, dns.limits().tcpConnections());
        assertEquals(1_500, dns.limits().tcpIdleMillis());
        assertEquals(new Address("192.0.2.1", 80), config.api().listen());
        assertEquals(Optional.of(directory.resolve("tokens")), config.api().tokens());
        assertEquals(Optional.of("127.0.0.8"), config.health().sourceAddress());
        assertEquals(3, config.health().anchors().size());
        assertEquals(1, config.health().controlTargets().size());
        assertEquals(1, config.health().probersPerEndpoint());
        assertEquals(11, config.health().limits().perSecond());
        assertEquals(12, config.health().limits().concurrent());
        assertEquals(2048, config.health().limits().bodyBytes());
        assertEquals(directory.resolve("kept"), config.journal().directory());
        assertEquals(Duration.ofDays(2), config.journal().keep());
        assertEquals(2_000_000, config.journal().maxBytes());
        assertEquals(Duration.ofMillis(100), config.reportEvery());
        assertEquals(Duration.ofMillis(500), config.settings().exchangeCycle());
        assertEquals(Duration.ofSeconds(1), config.settings().staleness());
        assertEquals(Duration.ofSeconds(1), config.health().staleness());
        assertEquals(Duration.ofSeconds(9), config.settings().electorateMemory());
        assertEquals(Duration.ofSeconds(2), config.firstRound());
        assertEquals(Duration.ofMillis(700), config.health().anchorInterval());
        assertEquals(Duration.ofSeconds(2), config.health().anchorAnswersWithin());
    }

    @Test
    void witnessNeedsNoDns() throws Exception {
        ControllerConfig config = ConfigLoader.load(Yaml.whole(directory)
                .with("controller.site", "witness")
                .with("gossip.peers", "{east: ['127.0.0.2:7443']}")
                .without("dns")
                .write());

        assertTrue(config.dns().isEmpty());
    }

    @Test
    void unknownKeyIsRefusedWithItsLine() throws Exception {
        Path file = Yaml.whole(directory).write();
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(file));
        lines.addAll(List.of("timing:", "  stalenes: 2s"));
        Files.write(file, lines);

        String message = refusal(file);

        assertTrue(message.contains("line " + lines.size()), message);
        assertTrue(message.contains("'timing.stalenes' is unknown"), message);
        assertTrue(message.contains("staleness"), message);
    }

    @Test
    void keyWrittenTwiceIsRefusedWithItsLine() throws Exception {
        Path file = Yaml.whole(directory).write();
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(file));
        lines.addAll(List.of("timing:", "  staleness: 2s", "  staleness: 3s"));
        Files.write(file, lines);

        String message = refusal(file);

        assertTrue(message.contains("line " + lines.size()) && message.contains("staleness"), message);
    }

    @Test
    void brokenYamlIsRefusedWithItsLine() throws Exception {
        Path file = Files.writeString(directory.resolve("broken.yaml"), "controller:\n  site: \"east\n");

        assertTrue(refusal(file).contains("no valid YAML"), refusal(file));
        assertTrue(refusal(file).contains("line "), refusal(file));
    }

    @Test
    void emptyOrAbsentFileIsRefused() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "\n");

        assertTrue(refusal(empty).contains("is empty"), refusal(empty));
        assertTrue(refusal(directory.resolve("absent.yaml")).contains("first argument"));
    }

    @ParameterizedTest
    @CsvSource({
        "controller",
        "controller.site",
        "controller.name",
        "topology",
        "topology.datacenters",
        "gossip",
        "gossip.listen",
        "gossip.link",
        "gossip.identity",
        "gossip.passwordFile",
        "gossip.authority",
        "dns.listen",
        "dns.zone",
        "dns.nameservers",
        "api",
        "api.listen",
        "probes",
        "journal",
        "journal.directory"
    })
    void whatIsMissingIsNamed(String key) {
        String message = refusal(Yaml.whole(directory).without(key));

        assertTrue(message.contains(key + " is missing: docs/configuration.md"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    controller.site | EAST | controller.site: site 'EAST' is no valid name
                    controller.site | north | 'north' is neither in topology.datacenters nor in topology.witnesses
                    controller.name | a b | controller.name: controller 'a b' is no valid name
                    controller | [a] | controller must be a section with keys
                    topology.datacenters | [] | topology.datacenters is empty
                    topology.datacenters | east | topology.datacenters must be a list
                    topology.datacenters | [east, east] | topology.datacenters names 'east' twice
                    topology.datacenters | [east, ~] | topology.datacenters has an empty entry
                    topology.witnesses | [east] | topology.witnesses names 'east', which topology.datacenters names too: take it out
                    gossip.listen | db.example:5701 | gossip.listen 'db.example' is no literal IP address
                    gossip.listen | 127.0.0.1 | gossip.listen '127.0.0.1' must be written address:port
                    gossip.listen | 127.0.0.1:x | gossip.listen '127.0.0.1:x' has no port number
                    gossip.listen | 127.0.0.1:70000 | gossip.listen '127.0.0.1:70000' has a port outside 1..65535
                    gossip.source | here | gossip.source 'here' is no literal IP address
                    gossip.peers | {west: []} | gossip.peers.west is empty
                    gossip.peers | {west: ~} | gossip.peers.west is missing
                    gossip.peers | {east: ['127.0.0.2:1']} | gossip.peers names east, which is this controller's own site
                    gossip.identity | nowhere.p12 | nowhere.p12, which cannot be read: create it or correct it
                    dns.listen | [] | dns.listen is empty
                    dns.listen | ['localhost:53'] | dns.listen 'localhost' is no literal IP address
                    dns.zone | bad zone | dns.zone 'bad zone' is no domain name of a zone: use letters, digits, hyphens and underscores
                    dns.zone | 'ex*mple.test.' | dns.zone 'ex*mple.test.' is no domain name of a zone
                    dns.zone | . | dns.zone '.' is no domain name of a zone
                    dns.zone | example..test. | dns.zone 'example..test.' is no domain name
                    dns.nameservers | {} | dns.nameservers is empty
                    dns.soa | {primary: ns..1} | dns.soa.primary 'ns..1' is no domain name
                    dns.soa | {minimum: 1500ms} | dns.soa.minimum is 1500 ms: use whole seconds
                    dns.soa | {refresh: often} | dns.soa.refresh 'often' is no length of time
                    dns.threads | 0 | dns.threads is 0: use 1 to 64
                    dns.threads | two | dns.threads must be a whole number
                    dns.threads | 1.5 | dns.threads must be a whole number
                    dns.rateLimit | {slip: -1} | dns.rateLimit.slip is -1: use 0 or more
                    dns.rateLimit | {exempt: [ten]} | dns.rateLimit.exempt: 'ten' is no address prefix
                    dns.tcpConnections | 0 | dns.tcpConnections is 0: use 1 or more
                    dns.geo | {file: absent.mmdb, regions: {eu: [continent/EU]}} | dns.geo.file names
                    dns.geo | {regions: {eu: [continent/EU]}} | dns.geo.file is missing
                    dns.tcpIdle | soon | dns.tcpIdle 'soon' is no length of time: write it like 250ms
                    api.listen | 192.0.2.1:80 | api.listen is 192.0.2.1:80, which others can reach, but api.tokens names no file
                    api.tokens | absent | absent, which cannot be read
                    probes.anchors | ['127.0.0.9:1', '127.0.0.8:1'] | probes.anchors has 2 addresses: name at least three
                    probes.anchors | ['127.0.0.9:1', '127.0.0.9:1', '127.0.0.9:1'] | probes.anchors names '127.0.0.9:1' twice
                    probes.controlTargets | [] | probes.controlTargets is empty: name at least one
                    probes.probersPerEndpoint | 0 | probes.probersPerEndpoint is 0: use 1 or more
                    probes.perSecond | 0 | probes.perSecond is 0: use 1 or more
                    probes.bodyBytes | 10 | probes.bodyBytes is 10: use 1024 or more
                    journal.maxBytes | 1000 | journal.maxBytes is 1000: use 1048576 or more
                    journal.keep | -3d | journal.keep '-3d' must be above 0
                    journal.keep | 99999999d | journal.keep '99999999d' is longer than 36500d
                    timing.staleness | 1s | timing.staleness 1s must be longer than timing.exchangeCycle 1s
                    timing.anchorInterval | 1600ms | timing.anchorAnswersWithin 3s must be at least twice timing.anchorInterval 1.6s
                    timing.reportEvery | 1500ms | timing.reportEvery 1.5s must be at most half of timing.staleness 2s
                    """)
    void whatIsInvalidIsNamedWithValueRuleAndNextStep(String key, String value, String words) {
        String message = refusal(Yaml.whole(directory).with(key, value));

        assertTrue(message.contains(words), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    password | not the one | gossip.passwordFile %s/password does not open gossip.identity %s/identity.p12: put the password there
                    password | '' | gossip.passwordFile %s/password does not open gossip.identity %s/identity.p12: put the password there
                    identity.p12 | no store | gossip.identity %s/identity.p12 is no key store that can be read
                    identity.p12 | '' | gossip.identity %s/identity.p12 is no key store that can be read
                    ca.pem | no certificate | gossip.authority %s/ca.pem is no certificate in PEM
                    ca.pem | -----BEGIN CERTIFICATE----- | gossip.authority %s/ca.pem is no certificate in PEM
                    """)
    void fileThatTheLinksCannotUseIsNamed(String name, String content, String words) throws Exception {
        Yaml yaml = Yaml.whole(directory);
        Files.writeString(directory.resolve(name), content);

        String message = refusal(yaml);

        assertTrue(message.contains(words.replace("%s", directory.toString())), message);
    }

    @Test
    void keyStoreWithoutAKeyIsRefused() throws Exception {
        Yaml yaml = Yaml.whole(directory);
        char[] password = Files.readString(directory.resolve("password")).trim().toCharArray();
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, password);
        try (OutputStream out = Files.newOutputStream(directory.resolve("identity.p12"))) {
            empty.store(out, password);
        }

        assertTrue(refusal(yaml).contains("identity.p12 holds no private key"), refusal(yaml));
    }

    @Test
    @Rule("E5")
    void fewerThanThreeAnchorsAreRefused() {
        String message = refusal(Yaml.whole(directory).without("probes.anchors"));

        assertTrue(message.contains("probes.anchors has 0 addresses: name at least three outside"), message);
    }

    @Test
    @Rule("E4")
    void noControlTargetIsRefused() {
        String message = refusal(Yaml.whole(directory).without("probes.controlTargets"));

        assertTrue(message.contains("probes.controlTargets is empty: name at least one address inside"), message);
    }

    @Test
    void openApiWithTokensIsTaken() throws Exception {
        Files.writeString(directory.resolve("tokens"), "");

        ControllerConfig config = ConfigLoader.load(Yaml.whole(directory)
                .with("api", "{listen: '192.0.2.1:80', tokens: tokens}")
                .write());

        assertFalse(config.api().loopback());
    }
}
