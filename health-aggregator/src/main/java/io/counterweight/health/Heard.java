package io.counterweight.health;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.EndpointVerdict;
import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.health.watch.VoteWatch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What the others were heard to say, as far as it matters to what is seen here. Safe for any thread. */
public final class Heard implements VoteWatch.Surroundings {
    private record Last(Echo echo, long at) {}

    private record Said(Report report, long at) {}

    private final Site home;
    private final long stalenessMillis;
    private final LongSupplier clock;
    private final LongSupplier anchorsAnsweredAt;
    private final Map<Site, Last> sites = new ConcurrentHashMap<>();
    private final Map<ControllerId, Said> siblings = new ConcurrentHashMap<>();

    /** Nothing heard yet. */
    public Heard(Site home, long stalenessMillis, LongSupplier clock, LongSupplier anchorsAnsweredAt) {
        this.home = home;
        this.stalenessMillis = stalenessMillis;
        this.clock = clock;
        this.anchorsAnsweredAt = anchorsAnsweredAt;
    }

    /** What has been heard so far, for a reader who goes on by itself on this clock: one past may be played into several futures. */
    public Heard copy(LongSupplier otherClock, LongSupplier otherAnchorsAnsweredAt) {
        Heard copy = new Heard(home, stalenessMillis, otherClock, otherAnchorsAnsweredAt);
        copy.sites.putAll(sites);
        copy.siblings.putAll(siblings);
        return copy;
    }

    /** All that has been heard so far, as values. */
    public List<Object> memory() {
        return List.of(new TreeMap<>(sites), new TreeMap<>(siblings));
    }

    /** Takes the report of another controller. */
    public void take(Report report) {
        ControllerId writer = report.writer();
        if (writer.site().equals(home)) {
            siblings.put(writer, new Said(report, now()));
        } else {
            sites.put(writer.site(), new Last(new Echo(writer, report.stamp()), now()));
        }
    }

    /**
     * Who takes over a probe begins from what was last said of it, so that a hand-over moves nothing (rule G4). The living know better
     * than the dead, and of the dead the last one heard.
     */
    EndpointVerdict siblingsWord(ServiceName service, EndpointName name) {
        return siblings.values().stream()
                .filter(this::fresh)
                .flatMap(said -> word(said, service, name).stream())
                .reduce(EndpointVerdict::better)
                .or(() -> siblings.values().stream()
                        .sorted(Comparator.comparingLong(Said::at).reversed())
                        .flatMap(said -> word(said, service, name).stream())
                        .findFirst())
                .orElseGet(() -> EndpointVerdict.unknown("not probed yet"));
    }

    private static Optional<EndpointVerdict> word(Said said, ServiceName service, EndpointName name) {
        return Optional.ofNullable(said.report().of(service).seen().endpoints().get(name));
    }

    private boolean fresh(Said said) {
        return now() - said.at() <= stalenessMillis;
    }

    /**
     * The highest sequence of this sender that a sibling holds alive; -1 where none does. A dead sibling's memory would silence for
     * good a sender that began to count anew.
     */
    long siblingsSequence(PushedSignal signal) {
        return siblings.values().stream()
                .filter(this::fresh)
                .flatMap(said -> Optional.ofNullable(
                        said.report().of(signal.service()).seen().pushed().get(signal.sender()))
                        .filter(word -> now() - said.at() < word.remainingMillis())
                        .stream())
                .mapToLong(PushedWord::sequence)
                .max()
                .orElse(-1);
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public Optional<Echo> heardOf(Site site) {
        return Optional.ofNullable(sites.get(site)).map(Last::echo);
    }

    @Override
    public boolean hears(Site site) {
        Last last = sites.get(site);
        return last != null && now() - last.at() <= stalenessMillis;
    }

    @Override
    public long outsideAnswered(Site except) {
        long latest = anchorsAnsweredAt.getAsLong();
        for (Map.Entry<Site, Last> each : sites.entrySet()) {
            if (!each.getKey().equals(except)) {
                latest = Math.max(latest, each.getValue().at());
            }
        }
        return latest;
    }
}
