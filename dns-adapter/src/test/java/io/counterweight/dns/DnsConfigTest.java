package io.counterweight.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

/** A wrong configuration is refused with the value that is wrong and what to write instead. */
class DnsConfigTest {

    private static final List<InetSocketAddress> LISTEN =
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5353));
    private static final Map<String, List<String>> SERVERS = Map.of("ns1", List.of("192.0.2.53"));

    private static final Soa SOA = Soa.defaults(DnsConfig.absolute("dns.hostmaster", "hostmaster.example."));

    private static DnsConfig config(Name zone, Map<String, List<String>> servers, List<String> records, int threads) {
        return new DnsConfig(LISTEN, zone, new TreeMap<>(servers), SOA, records, threads, DnsLimits.defaults());
    }

    private static String refusal(Runnable making) {
        return assertThrows(IllegalArgumentException.class, making::run).getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www 60 A 300.1.1.1 | cannot be read",
                "www 60 NONSENSE x | cannot be read",
                "www.example.net. 60 A 192.0.2.1 | outside the zone gslb.example.",
                "*.x 60 A 192.0.2.1 | wildcard",
                "part 60 NS ns.example.net. | hands a part of the zone to others",
                "part 60 DNAME example.net. | hands a part of the zone to others",
                "@ 60 CNAME www.example.net. | alias beside other records",
                "ns1 60 CNAME www.example.net. | alias beside other records",
                "@ 60 SOA ns1 hostmaster 2 3 4 5 6 | second SOA",
                "@ 60 NS ns9 | without an address",
            })
    void refusesARecordThatItWouldAnswerWrongly(String record, String why) {
        String message = refusal(() -> config(Loopback.ZONE, SERVERS, List.of(record), 1));
        assertTrue(message.contains(why.strip()), message);
    }

    @Test
    void refusesAnEmptyOrWrongSetting() {
        Name relative = Name.fromConstantString("gslb");
        assertTrue(refusal(() -> config(relative, SERVERS, List.of(), 1)).contains("must end with a dot"));
        assertTrue(refusal(() -> config(Loopback.ZONE, Map.of(), List.of(), 1)).contains("dns.nameservers is empty"));
        assertTrue(refusal(() -> config(Loopback.ZONE, SERVERS, List.of(), 0)).contains("dns.threads is 0"));
        assertTrue(refusal(() -> config(Loopback.ZONE, SERVERS, List.of(), 65)).contains("dns.threads is 65"));
        assertTrue(refusal(() -> config(Loopback.ZONE, Map.of("ns1", List.of()), List.of(), 1))
                .contains("without an address"));
        assertTrue(
                refusal(() -> Loopback.config(List.of(), DnsLimits.defaults())).contains("dns.listen is empty"));
        assertTrue(refusal(() -> DnsConfig.absolute("dns.zone", "a..b")).contains("dns.zone 'a..b'"));
        assertTrue(refusal(() -> new DnsLimits(-1, 2, List.of(), 1, 1)).contains("responsesPerSecond -1"));
        assertTrue(refusal(() -> new DnsLimits(1, 2, List.of(), 0, 1)).contains("connections 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bad zone", "bad zone.", " example", "a..b", ".", "", "*.example", "caf\u00e9.example", "a\\.b"})
    void refusesAZoneThatNobodyCouldDelegate(String zone) {
        String message = refusal(() -> DnsConfig.zone(zone));
        assertTrue(message.startsWith("dns.zone '" + zone + "' is no domain name of a zone: use letters"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gslb.example", "gslb.example.", "Apps-1._x.example."})
    void takesAZoneWithOrWithoutTheFinalDot(String zone) {
        assertTrue(DnsConfig.zone(zone).isAbsolute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void refusesToListenOnEveryAddressAtOnce(String literal) {
        InetSocketAddress wildcard = new InetSocketAddress(InetAddress.ofLiteral(literal), 53);
        String message = refusal(() -> Loopback.config(wildcard, DnsLimits.defaults()));
        assertTrue(message.startsWith("dns.listen '"), message);
        assertTrue(message.contains("list each address"), message);
    }

    @Test
    void aNameServerOutsideTheZoneNeedsNoAddress() {
        DnsConfig config = config(Loopback.ZONE, Map.of("ns.example.net.", List.of()), List.of(), 1);
        assertEquals(2, config.zoneRecords().size());
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertEquals(new DnsLimits(200, 2, List.of(), 256, 10_000), DnsLimits.defaults());
    }

    private static Soa soa(Optional<String> primary, Duration expire, Duration minimum) {
        return new Soa(primary, SOA.hostmaster(), SOA.refresh(), SOA.retry(), expire, minimum);
    }

    private static DnsConfig with(Soa soa) {
        return new DnsConfig(LISTEN, Loopback.ZONE, new TreeMap<>(SERVERS), soa, List.of(), 1, DnsLimits.defaults());
    }

    @Test
    void theSoaSaysWhatIsConfigured() {
        assertEquals(
                "ns1.gslb.example. hostmaster.example. 1 3600 600 604800 5",
                with(SOA).zoneRecords().getFirst().rdataToString());
        Soa own = new Soa(
                Optional.of("hidden"),
                SOA.hostmaster(),
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                Duration.ofSeconds(9),
                Duration.ofSeconds(10));
        assertEquals(
                "hidden.gslb.example. hostmaster.example. 1 7 8 9 10",
                with(own).zoneRecords().getFirst().rdataToString());
    }

    @Test
    void refusesAnSoaThatNoRecordCanHold() {
        String primary = refusal(() -> with(soa(Optional.of("a..b"), SOA.expire(), SOA.minimum())));
        assertTrue(primary.startsWith("dns.soa.primary 'a..b' is no domain name"), primary);
        String fraction = refusal(() -> soa(Optional.empty(), SOA.expire(), Duration.ofMillis(1500)));
        assertTrue(fraction.startsWith("dns.soa.minimum is 1500 ms: use whole seconds"), fraction);
        String century = refusal(() -> soa(Optional.empty(), Duration.ofDays(36_500), SOA.minimum()));
        assertTrue(century.contains("dns.soa.expire") && century.contains("at most 2147483647"), century);
    }

    @Test
    void tellsTheWholeNameOfAHostAndRefusesWhatTheZoneCannotHold() {
        DnsConfig config = config(Loopback.ZONE, SERVERS, List.of("taken 60 A 192.0.2.1"), 1);
        assertEquals("shop.gslb.example.", config.hostName("shop"));
        assertEquals("shop.gslb.example.", config.hostName("shop.gslb.example."));
        assertTrue(refusal(() -> config.hostName("shop.example.net.")).contains("outside the zone gslb.example."));
        assertTrue(refusal(() -> config.hostName("ns1")).contains("a name of the zone gslb.example. itself"));
        assertTrue(refusal(() -> config.hostName("taken")).contains("a name of the zone gslb.example. itself"));
        assertTrue(refusal(() -> config.hostName(("a".repeat(60) + ".").repeat(4) + "a"))
                .contains("is no domain name"));
    }
}
