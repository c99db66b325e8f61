package io.counterweight.engine.exclusive;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * For how long a name server may answer an exclusive service (rule E7): while a majority of the voting set, itself included, echoes
 * reports of its own that it made no longer ago than the staleness bound. A lease in the sense of Gray and Cheriton (1989), granted by a
 * quorum.
 */
final class Lease {

    /** Monotonic clocks run unalike: a lease is so much shorter, and silence so much longer, in parts of the staleness bound. */
    private static final long DRIFT_PARTS = 50;

    private Lease() {}

    static long drift(long stalenessMillis) {
        return stalenessMillis / DRIFT_PARTS;
    }

    /** Two staleness bounds: whoever was silent for so long at a majority has no lease any more. */
    static long goneMillis(long stalenessMillis) {
        return 2 * stalenessMillis + drift(stalenessMillis);
    }

    static int majority(int sites) {
        return sites / 2 + 1;
    }

    /** When it ends, on the reader's clock; {@link Long#MIN_VALUE} where there is none. */
    static long untilMillis(Evidence evidence, Said said) {
        int needed = majority(evidence.topology().sites().size());
        List<Long> echoed = new ArrayList<>();
        for (Site site : evidence.topology().sites()) {
            if (site.equals(evidence.home())) {
                needed--;
            } else {
                latest(evidence, said, site).ifPresent(echoed::add);
            }
        }
        if (needed == 0) {
            return Long.MAX_VALUE;
        }
        if (echoed.size() < needed) {
            return Long.MIN_VALUE;
        }
        echoed.sort(Comparator.reverseOrder());
        long staleness = evidence.facts().stalenessMillis();
        return echoed.get(needed - 1) + staleness - drift(staleness);
    }

    /** When the latest report was made that any controller of the site echoes. */
    private static OptionalLong latest(Evidence evidence, Said said, Site site) {
        return evidence.facts().of(site).stream()
                .map(Held::report)
                .map(report -> report.echoes().get(evidence.reader()))
                .mapToLong(echo -> made(said, echo))
                .filter(at -> at != Long.MIN_VALUE)
                .max();
    }

    private static long made(Said said, @Nullable ReportStamp echo) {
        return echo == null ? Long.MIN_VALUE : said.at(echo).orElse(Long.MIN_VALUE);
    }
}
