package io.counterweight.engine.exclusive;

import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where one name server stands with one exclusive service.
 *
 * @param named the datacenter that it answers with; empty while it answers SERVFAIL
 * @param untilMillis until when it may, on its own clock, if nothing renews that; 0 while it names none
 * @param claim what it claims, while it names none
 * @param last the datacenter that it named last, in this life or an earlier one
 * @param missing whose agreement its claim waits for; datacenters of which no controller is known as {@code site/?}
 */
public record Tenure(
        Optional<Site> named, long untilMillis, Optional<Claim> claim, Optional<Site> last, SortedSet<String> missing) {

    /**
     * A datacenter that is claimed.
     *
     * @param stamp of the first report that says so
     * @param sinceMillis when that was, on the own clock
     * @param readyMillis since when nothing is missing but that its application takes over
     */
    public record Claim(Site datacenter, ReportStamp stamp, long sinceMillis, OptionalLong readyMillis) {
        Claim ready(long now) {
            return new Claim(datacenter, stamp, sinceMillis, OptionalLong.of(readyMillis.orElse(now)));
        }

        Claim notReady() {
            return new Claim(datacenter, stamp, sinceMillis, OptionalLong.empty());
        }
    }

    public Tenure {
        missing = Collections.unmodifiableSortedSet(new TreeSet<>(Set.copyOf(missing)));
    }

    static Tenure none(Optional<Site> last) {
        return new Tenure(Optional.empty(), 0, Optional.empty(), last, new TreeSet<>());
    }

    static Tenure naming(Site datacenter, long untilMillis) {
        return new Tenure(Optional.of(datacenter), untilMillis, Optional.empty(), Optional.of(datacenter), new TreeSet<>());
    }

    static Tenure claiming(Claim claim, Optional<Site> last, SortedSet<String> missing) {
        return new Tenure(Optional.empty(), 0, Optional.of(claim), last, missing);
    }

    Stance stance() {
        return new Stance(named, claim.map(Claim::datacenter));
    }

    static String unknown(Site datacenter) {
        return datacenter + "/?";
    }

    static SortedSet<String> names(Iterable<ControllerId> controllers) {
        SortedSet<String> names = new TreeSet<>();
        controllers.forEach(each -> names.add(each.toString()));
        return names;
    }
}
