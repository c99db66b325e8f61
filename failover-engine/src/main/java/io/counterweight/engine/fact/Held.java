package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The newest copy of one controller's report, and how old it is on the reader's monotonic clock (rule G5). Immutable.
 *
 * @param ceilings the last ceiling that the writer stated for each service, in this report or an earlier one
 * @param advancedAt when its stamp last advanced here
 * @param advances how often it advanced since it was held as stale; it turns fresh at the second
 * @param forgotten the highest stamp that was first heard more than one staleness bound ago
 * @param recent stamps first heard within the last staleness bound, the oldest first
 */
public record Held(
        Report report,
        SortedMap<ServiceName, Ceiling> ceilings,
        long advancedAt,
        int advances,
        Optional<ReportStamp> forgotten,
        List<HeardAt> recent) {

    private static final int ADVANCES_TO_FRESH = 2;

    /** When a stamp was first heard. */
    public record HeardAt(ReportStamp stamp, long atMillis) {}

    public Held {
        ceilings = Frozen.map(ceilings);
        recent = List.copyOf(recent);
    }

    /** The first copy ever read: it may be old, so it is stale. */
    static Held first(Report report, long now) {
        return new Held(report, stated(report, new TreeMap<>()), now, 0, Optional.of(report.stamp()), List.of());
    }

    /** A newer copy, however it came. */
    Held receive(Report newer, long now, long staleness) {
        boolean firstMoment = now == advancedAt && advances == 0 && recent.isEmpty();
        if (firstMoment) {
            return new Held(newer, stated(newer, ceilings), now, 0, Optional.of(newer.stamp()), List.of());
        }
        int counted = advanced(now, staleness);
        Held aged = forgetOld(now, staleness);
        List<HeardAt> heard = new ArrayList<>(aged.recent);
        heard.add(new HeardAt(newer.stamp(), now));
        return new Held(newer, stated(newer, ceilings), now, counted, aged.forgotten, heard);
    }

    /**
     * An older copy that comes late. A controller that starts again states no ceiling at first (rule G3): what it stated before is
     * still its last word.
     */
    Held recall(Report older) {
        SortedMap<ServiceName, Ceiling> all = stated(older, new TreeMap<>());
        all.putAll(ceilings);
        return all.equals(ceilings) ? this : new Held(report, all, advancedAt, advances, forgotten, recent);
    }

    /** Copies that come at one moment are one advance: which of them came first must not matter. */
    private int advanced(long now, long staleness) {
        if (now - advancedAt > staleness) {
            return 1;
        }
        return now == advancedAt ? advances : Math.min(advances + 1, ADVANCES_TO_FRESH);
    }

    public boolean fresh(long now, long staleness) {
        return advances >= ADVANCES_TO_FRESH && now - advancedAt <= staleness;
    }

    /** Whether this stamp was published no longer than one staleness bound ago, as far as this reader can tell. */
    public boolean published(ReportStamp stamp, long now, long staleness) {
        ReportStamp last = forgotten.orElse(null);
        for (HeardAt heard : recent) {
            if (now - heard.atMillis > staleness) {
                last = heard.stamp;
            }
        }
        return last == null || stamp.isAfter(last);
    }

    /**
     * The same of the reader's own reports: one that is later than all of its incarnation that were published of late is of an earlier life.
     * A controller that was started with an old journal hears of such reports.
     */
    public boolean publishedInThisLife(ReportStamp stamp, long now, long staleness) {
        boolean ofThisLife =
                reaches(report.stamp(), stamp) || recent.stream().anyMatch(heard -> reaches(heard.stamp, stamp));
        return ofThisLife && published(stamp, now, staleness);
    }

    private static boolean reaches(ReportStamp own, ReportStamp stamp) {
        return own.incarnation() == stamp.incarnation() && !stamp.isAfter(own);
    }

    /**
     * After a stall of the reader's own: what was fresh is as if heard now, and so is every stamp that was recent. What was stale
     * stays as old as it was: of a silent datacenter, who was last heard when still matters (rule G3).
     */
    Held restart(long now, long staleness, long stalledAt) {
        if (!fresh(stalledAt, staleness)) {
            return new Held(report, ceilings, advancedAt, 0, Optional.of(report.stamp()), List.of());
        }
        Held aged = forgetOld(stalledAt, staleness);
        List<HeardAt> heard =
                aged.recent.stream().map(each -> new HeardAt(each.stamp, now)).toList();
        return new Held(report, ceilings, now, advances, aged.forgotten, heard);
    }

    private Held forgetOld(long now, long staleness) {
        if (recent.isEmpty() || now - recent.getFirst().atMillis <= staleness) {
            return this;
        }
        Optional<ReportStamp> last = recent.stream()
                .filter(heard -> now - heard.atMillis > staleness)
                .map(HeardAt::stamp)
                .reduce((older, newer) -> newer);
        if (last.isEmpty()) {
            return this;
        }
        List<HeardAt> kept = recent.stream()
                .filter(heard -> now - heard.atMillis <= staleness)
                .toList();
        return new Held(report, ceilings, advancedAt, advances, last, kept);
    }

    private static SortedMap<ServiceName, Ceiling> stated(Report report, SortedMap<ServiceName, Ceiling> before) {
        boolean same = report.services().entrySet().stream()
                .allMatch(each -> each.getValue().ceiling().isEmpty()
                        || each.getValue().ceiling().get().equals(before.get(each.getKey())));
        if (same) {
            return before;
        }
        SortedMap<ServiceName, Ceiling> all = new TreeMap<>(before);
        report.services().forEach((service, said) -> said.ceiling().ifPresent(ceiling -> all.put(service, ceiling)));
        return all;
    }
}
