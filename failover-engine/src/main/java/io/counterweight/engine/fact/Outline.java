package io.counterweight.engine.fact;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A report without what changes by itself as time passes: two reports of one outline say the same. */
public final class Outline {

    private Outline() {}

    public static Report of(Report report) {
        return new Report(
                report.writer(),
                new ReportStamp(0, 0),
                report.rules(),
                report.self(),
                each(report.services(), Outline::service),
                new TreeMap<>(),
                new TreeMap<>(),
                report.heard(),
                new SafetyWord(
                        report.safety().granted(), List.of(), report.safety().about()),
                report.leaving(),
                report.hearing());
    }

    private static ServiceReport service(ServiceReport said) {
        ServiceObservation seen = new ServiceObservation(
                each(
                        said.seen().endpoints(),
                        verdict -> new EndpointVerdict(verdict.state(), verdict.capacity(), "", 0)),
                each(said.seen().pushed(), word -> new PushedWord(word.capacity(), word.reason(), 0, 0)),
                each(said.seen().votes(), vote -> new Vote(vote.result(), vote.everServed(), Optional.empty(), "", 0)),
                OptionalDouble.empty(),
                said.seen().role(),
                said.seen().prepared());
        Optional<Ceiling> ceiling = said.ceiling()
                .map(stated -> new Ceiling(
                        stated.epoch(), stated.share(), stated.phase(), 0, stated.releasedEpoch(), stated.from()));
        return new ServiceReport(
                seen,
                ceiling,
                said.incidents(),
                said.ordered(),
                said.applied(),
                said.settled(),
                said.demand(),
                said.stance(),
                said.shed(),
                said.homes());
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> each(SortedMap<K, V> map, UnaryOperator<V> change) {
        SortedMap<K, V> changed = new TreeMap<>();
        map.forEach((key, value) -> changed.put(key, change.apply(value)));
        return changed;
    }
}
