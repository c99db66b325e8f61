package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every controller's newest report, as one reader holds them (rules G3, G5). Receiving is a merge: order, repetition and the way a
 * copy came do not matter to what is held. Immutable.
 *
 * @param stalenessMillis the staleness bound
 */
public record Facts(long stalenessMillis, SortedMap<ControllerId, Held> reports) {

    public Facts {
        reports = Frozen.map(reports);
    }

    public static Facts none(long stalenessMillis) {
        return new Facts(stalenessMillis, new TreeMap<>());
    }

    public Facts receive(Report report, long now) {
        Held held = reports.get(report.writer());
        if (held == null) {
            return with(report.writer(), Held.first(report, now));
        }
        if (report.stamp().isAfter(held.report().stamp())) {
            return with(report.writer(), held.receive(report, now, stalenessMillis));
        }
        Held recalled = held.recall(report);
        return recalled.equals(held) ? this : with(report.writer(), recalled);
    }

    private Facts with(ControllerId writer, Held held) {
        return new Facts(stalenessMillis, Frozen.with(reports, writer, held));
    }

    /** After a stall of the reader's own, which began at {@code stalledAt}: all ages start again. */
    public Facts restartAges(long stalledAt, long now) {
        SortedMap<ControllerId, Held> all = new TreeMap<>();
        reports.forEach((writer, held) -> all.put(writer, held.restart(now, stalenessMillis, stalledAt)));
        return new Facts(stalenessMillis, all);
    }

    public Optional<Held> of(ControllerId controller) {
        return Optional.ofNullable(reports.get(controller));
    }

    public List<Held> of(Site site) {
        List<Held> copies = new ArrayList<>();
        for (Held held : reports.values()) {
            if (held.report().writer().site().equals(site)) {
                copies.add(held);
            }
        }
        return copies;
    }

    public boolean fresh(Held held, long now) {
        return held.fresh(now, stalenessMillis);
    }

    public List<Held> fresh(Site site, long now) {
        List<Held> fresh = new ArrayList<>();
        for (Held held : reports.values()) {
            if (held.report().writer().site().equals(site) && fresh(held, now)) {
                fresh.add(held);
            }
        }
        return fresh;
    }

    /** The stamps to echo: the highest heard from every controller but the reader. */
    public SortedMap<ControllerId, ReportStamp> echoes(ControllerId reader) {
        SortedMap<ControllerId, ReportStamp> echoes = new TreeMap<>();
        reports.forEach((writer, held) -> echoes.put(writer, held.report().stamp()));
        echoes.remove(reader);
        return echoes;
    }

    /** Who is heard now and says that it heard the reader not long ago: the exchange works in both directions. */
    public SortedSet<ControllerId> exchanging(ControllerId reader, long now) {
        SortedSet<ControllerId> exchanging = new TreeSet<>();
        Optional<Held> own = of(reader);
        reports.forEach((writer, held) -> {
            ReportStamp echo = held.report().echoes().get(reader);
            boolean hearsMe = echo != null
                    && own.map(mine -> mine.publishedInThisLife(echo, now, stalenessMillis))
                            .orElse(false);
            if (!writer.equals(reader) && fresh(held, now) && hearsMe) {
                exchanging.add(writer);
            }
        });
        return exchanging;
    }

    /** The sites heard by the reader or by any writer that it read. */
    public SortedSet<Site> heard() {
        SortedSet<Site> heard = new TreeSet<>();
        reports.forEach((writer, held) -> {
            heard.add(writer.site());
            heard.addAll(held.report().heard());
        });
        return heard;
    }
}
