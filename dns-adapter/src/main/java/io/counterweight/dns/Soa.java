package io.counterweight.dns;

import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/**
 * What the zone's SOA record says. Validates itself.
 *
 * @param primary the name server that it names, absolute or zone-relative; empty means the first of the zone's
 * @param hostmaster the mailbox, as a domain name
 * @param minimum how long resolvers may remember that there is no such name or record
 */
public record Soa(
        Optional<String> primary,
        Name hostmaster,
        Duration refresh,
        Duration retry,
        Duration expire,
        Duration minimum) {

    /** Nobody transfers the zone, so nobody compares serials; and no number could stand for answers that follow each plan. */
    private static final long SERIAL = 1;

    public Soa {
        seconds("refresh", refresh);
        seconds("retry", retry);
        seconds("expire", expire);
        seconds("minimum", minimum);
    }

    public static Soa defaults(Name hostmaster) {
        return new Soa(
                Optional.empty(),
                hostmaster,
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                Duration.ofDays(7),
                Duration.ofSeconds(5));
    }

    private static void seconds(String key, Duration time) {
        boolean whole = time.equals(Duration.ofSeconds(time.toSeconds()));
        if (!whole || time.isNegative() || time.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("dns.soa." + key + " is " + time.toMillis()
                    + " ms: use whole seconds, at most " + Integer.MAX_VALUE);
        }
    }

    /**
     * The record. Its own TTL is never above {@code minimum}, so that wherever it goes along with a denial it bears the TTL that
     * RFC 2308 asks for: the lesser of the two.
     */
    SOARecord record(Name zone, String firstServer, long ttl) {
        return new SOARecord(
                zone,
                DClass.IN,
                Math.min(ttl, minimum.toSeconds()),
                primaryIn(zone, firstServer),
                hostmaster,
                SERIAL,
                refresh.toSeconds(),
                retry.toSeconds(),
                expire.toSeconds(),
                minimum.toSeconds());
    }

    private Name primaryIn(Name zone, String firstServer) {
        try {
            return StaticZone.name(zone, primary.orElse(firstServer));
        } catch (IllegalArgumentException e) {
            String field = primary.isPresent() ? "dns.soa.primary " : "dns.nameservers: ";
            throw new IllegalArgumentException(field + e.getMessage(), e);
        }
    }
}
