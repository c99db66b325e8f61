package io.counterweight.dns;

import static io.counterweight.dns.Loopback.data;
import static io.counterweight.dns.Loopback.rcode;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.exclusive.ExclusiveState.Grant;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** An exclusive service is answered while the right to lasts, and not a moment longer (rule E7). */
@Rule("E7")
class LeasesTest {
    private static final long NOW = 5_000;

    private final Loopback loopback =
            Loopback.serving(Plans.plan(Plans.exclusive("ledger", "east", "192.0.2.1"), Plans.pair("shop", 500)));

    @AfterEach
    void close() {
        loopback.close();
    }

    private void grant(String datacenter, long untilMillis) {
        loopback.server.grant(Map.of(ServiceName.of("ledger"), new Grant(Site.of(datacenter), untilMillis)));
    }

    private void assertRefused(int type) {
        Message answer = loopback.ask("ledger", type);
        assertEquals("SERVFAIL", rcode(answer));
        assertEquals(List.of(), data(answer));
    }

    @Test
    void nothingIsAnsweredThatNobodyGranted() {
        assertRefused(Type.A);
        assertRefused(Type.AAAA);
        assertRefused(Type.ANY);
        assertEquals("NOERROR", rcode(loopback.ask("shop", Type.A)), "others need no right");
    }

    /** The plan and the grant do not change in one moment. */
    @Test
    void nothingIsAnsweredThatWasGrantedToAnother() {
        grant("zz-other", NOW + 1);

        assertRefused(Type.A);
    }

    /** Nothing tells the server that time has passed: it looks at the clock for each answer. */
    @Test
    void theRightEndsByItself() {
        grant("east", NOW + 1);
        assertEquals(List.of("192.0.2.1"), loopback.data("ledger", Type.A));

        loopback.leaseMillis.set(NOW + 1);

        assertRefused(Type.A);
        grant("east", NOW + 2);
        assertEquals(List.of("192.0.2.1"), loopback.data("ledger", Type.A));
    }

    @Test
    void whatIsTakenBackIsAnsweredNoMore() {
        grant("east", NOW + 1_000);
        assertEquals(List.of("192.0.2.1"), loopback.data("ledger", Type.A));

        loopback.server.grant(Map.of());

        assertRefused(Type.A);
    }
}
