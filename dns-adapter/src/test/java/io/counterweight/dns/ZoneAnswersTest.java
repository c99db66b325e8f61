package io.counterweight.dns;

import static io.counterweight.dns.Loopback.data;
import static io.counterweight.dns.Loopback.rcode;
import static io.counterweight.dns.Plans.pair;
import static io.counterweight.dns.Plans.plan;
import static io.counterweight.dns.Plans.service;
import static io.counterweight.dns.Plans.share;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the zone says, to each type of question, over a real socket. */
@Rule("A")
class ZoneAnswersTest {

    private static Loopback loopback;

    @BeforeAll
    static void open() {
        loopback = Loopback.serving(plan(
                pair("shop", 1000),
                service("dual", share("east", 1000, "192.0.2.10", "192.0.2.11", "2001:db8::10")),
                service("far", List.of("a.far.away"), AnswerChoice.RANDOM, share("east", 1000, "192.0.2.20")),
                service("dark")));
    }

    @AfterAll
    static void close() {
        loopback.close();
    }

    @Test
    void answersTheAddressesOfAHostAuthoritatively() {
        Message answer = loopback.ask("dual", Type.A);
        assertEquals(Set.of("192.0.2.10", "192.0.2.11"), Set.copyOf(data(answer)));
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertFalse(answer.getHeader().getFlag(Flags.RA));
        assertEquals(
                Plans.TTL.toSeconds(),
                answer.getSection(Section.ANSWER).getFirst().getTTL());
        assertEquals(List.of("2001:db8:0:0:0:0:0:10"), loopback.data("dual", Type.AAAA));
    }

    @Test
    void eachAddressComesFirstNowAndThen() {
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            first.add(loopback.data("dual", Type.A).getFirst());
        }
        assertEquals(Set.of("192.0.2.10", "192.0.2.11"), first);
    }

    @Test
    void answersTheZonesOwnRecords() {
        assertEquals(List.of("\"v=spf1 -all\""), loopback.data("@", Type.TXT));
        assertEquals(List.of("203.0.113.7"), loopback.data("deep.down.below", Type.A));
        SOARecord soa = (SOARecord)
                loopback.ask("@", Type.SOA).getSection(Section.ANSWER).getFirst();
        assertEquals("ns1.gslb.example.", soa.getHost().toString());
        assertEquals("hostmaster.example.", soa.getAdmin().toString());
    }

    @Test
    void namesTheNameServersWithTheirAddresses() {
        Message answer = loopback.ask("@", Type.NS);
        assertEquals(Set.of("ns1.gslb.example.", "ns2.gslb.example."), Set.copyOf(data(answer)));
        List<String> glue = answer.getSection(Section.ADDITIONAL).stream()
                .map(Record::rdataToString)
                .toList();
        assertEquals(Set.of("192.0.2.53", "198.51.100.53", "2001:db8:0:0:0:0:0:53"), Set.copyOf(glue));
        assertEquals(List.of("192.0.2.53"), loopback.data("ns1", Type.A));
    }

    @Test
    void followsAnAliasToAHostOfThePlan() {
        assertEquals(List.of("shop.gslb.example.", "192.0.2.1"), loopback.data("alias", Type.A));
        assertEquals(List.of("shop.gslb.example."), loopback.data("alias", Type.CNAME));
    }

    @Test
    void leavesAnAliasThatLeadsOutOfTheZoneToTheResolver() {
        Message answer = loopback.ask("elsewhere", Type.A);
        assertEquals(List.of("www.example.net."), data(answer));
        assertEquals("NOERROR", rcode(answer));
    }

    @Test
    void anAliasToNothingIsNxdomainWithTheAlias() {
        Message answer = loopback.ask("dangling", Type.A);
        assertEquals("NXDOMAIN", rcode(answer));
        assertEquals(List.of("nothing.gslb.example."), data(answer));
        assertSoa(answer);
    }

    @Test
    void aliasesInACircleEnd() {
        assertEquals("NOERROR", rcode(loopback.ask("loop-a", Type.A)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "a.shop", "x.deep.down.below", "ns3"})
    void aNameThatIsNotThereIsNxdomainWithTheSoa(String name) {
        Message answer = loopback.ask(name, Type.A);
        assertEquals("NXDOMAIN", rcode(answer));
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertSoa(answer);
    }

    @ParameterizedTest
    @ValueSource(ints = {Type.AAAA, Type.TXT, Type.MX, Type.SOA, Type.NS, Type.HTTPS, Type.CNAME, Type.DS})
    void aHostWithoutSuchARecordIsNoDataWithTheSoa(int type) {
        Message answer = loopback.ask("shop", type);
        assertEquals("NOERROR", rcode(answer));
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        assertTrue(data(answer).isEmpty());
        assertSoa(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"down.below", "below", "far.away", "away"})
    void aNameWithOnlyNamesBelowItIsNoData(String name) {
        Message answer = loopback.ask(name, Type.A);
        assertEquals("NOERROR", rcode(answer));
        assertTrue(data(answer).isEmpty());
        assertSoa(answer);
    }

    /** Resolvers forget a denial after the lesser of the SOA's own TTL and its last field (RFC 2308). */
    private static void assertSoa(Message answer) {
        SOARecord soa = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
        assertEquals(Loopback.ZONE, soa.getName());
        assertEquals(5, Math.min(soa.getTTL(), soa.getMinimum()));
    }

    /** Both ways to deny say so: the prepared bytes of a host, and the record of every other name. */
    @ParameterizedTest
    @CsvSource({"7, 7", "3600, 3600", "7200, 3600"})
    void aDenialMayBeRememberedForTheLesserOfTheSoasTtlAndItsMinimum(int minimum, int ttl) {
        Soa base = Soa.defaults(Loopback.ZONE);
        Soa soa = new Soa(
                base.primary(),
                base.hostmaster(),
                base.refresh(),
                base.retry(),
                base.expire(),
                Duration.ofSeconds(minimum));
        DnsConfig config = Loopback.config(List.of(FreePort.on("127.0.53.6")), soa, Loopback.limits(0, 0));
        try (Loopback other = Loopback.closed(config)) {
            other.server.serve(plan(pair("shop", 1000)));
            other.started();
            for (Message denial :
                    List.of(other.ask("shop", Type.TXT), other.ask("nothing", Type.A), other.ask("ns1", Type.TXT))) {
                SOARecord said =
                        (SOARecord) denial.getSection(Section.AUTHORITY).getFirst();
                assertEquals(minimum, said.getMinimum());
                assertEquals(ttl, said.getTTL());
            }
        }
    }

    @Test
    void capitalsMakeNoDifferenceAndComeBackAsTheyWent() {
        for (String name : List.of("sHoP", "mIxEdCaSe", "nOtHiNg", "aLiAs")) {
            byte[] query = Loopback.question(name, Type.A).toWire();
            byte[] answer = loopback.udp(query);
            int question = query.length - 12;
            assertArrayEquals(
                    Arrays.copyOfRange(query, 12, 12 + question), Arrays.copyOfRange(answer, 12, 12 + question), name);
        }
        assertEquals(List.of("192.0.2.1"), loopback.data("SHOP.GSLB.EXAMPLE.", Type.A));
        assertEquals(List.of("203.0.113.8"), loopback.data("mixedcase", Type.A));
        Message answer = loopback.ask("sHoP", Type.A);
        assertEquals(
                answer.getQuestion().getName().toString(),
                answer.getSection(Section.ANSWER).getFirst().getName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop", "@", "ns1"})
    void anyIsAnsweredWithTheOneRecordOfRfc8482(String name) {
        Message answer = loopback.ask(name, Type.ANY);
        assertEquals(1, data(answer).size());
        assertEquals(Type.HINFO, answer.getSection(Section.ANSWER).getFirst().getType());
        assertEquals(List.of("\"RFC8482\" \"\""), data(answer));
    }

    @Test
    void anyOfNothingIsNxdomain() {
        assertEquals("NXDOMAIN", rcode(loopback.ask("nothing", Type.ANY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.", "example.net.", ".", "xgslb.example."})
    void aNameOutsideTheZoneIsRefused(String name) {
        Message answer = loopback.ask(name, Type.A);
        assertEquals("REFUSED", rcode(answer));
        assertFalse(answer.getHeader().getFlag(Flags.AA));
    }

    @ParameterizedTest
    @ValueSource(ints = {Type.AXFR, Type.IXFR, Type.MAILB, Type.MAILA})
    void theZoneIsNotHandedOut(int type) {
        assertEquals("REFUSED", rcode(loopback.ask("@", type)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version.bind.", "version.server.", "hostname.bind.", "id.server."})
    void theServerTellsNoStrangerWhatItIs(String name) {
        Name asked = DnsConfig.absolute("name", name);
        Message answer = loopback.ask(Message.newQuery(Record.newRecord(asked, Type.TXT, DClass.CH)));
        assertEquals("REFUSED", rcode(answer));
        assertTrue(data(answer).isEmpty());
    }

    @Test
    void strangersDoNotLearnTheWeights() {
        assertEquals("REFUSED", rcode(loopback.ask("_weights.shop", Type.TXT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, Opcode.DSO, 15})
    void otherOperationsAreNotImplemented(int opcode) {
        Message question = Loopback.question("shop", Type.A);
        question.getHeader().setOpcode(opcode);
        Message answer = loopback.ask(question);
        assertEquals("NOTIMP", rcode(answer));
        assertEquals(opcode, answer.getHeader().getOpcode());
        assertEquals(question.getHeader().getID(), answer.getHeader().getID());
    }

    @Test
    void theWishForRecursionIsEchoedButNotGranted() {
        Message question = Loopback.question("shop", Type.A);
        question.getHeader().setFlag(Flags.RD);
        Message answer = loopback.ask(question);
        assertTrue(answer.getHeader().getFlag(Flags.RD));
        assertFalse(answer.getHeader().getFlag(Flags.RA));
    }

    @Test
    void aServiceWithoutAPlanIsServfail() {
        for (int type : List.of(Type.A, Type.AAAA, Type.TXT, Type.ANY)) {
            Message answer = loopback.ask("dark", type);
            assertEquals("SERVFAIL", rcode(answer));
            assertFalse(answer.getHeader().getFlag(Flags.AA));
        }
    }
}
