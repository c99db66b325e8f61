package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.name.Placement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Signs at a datacenter itself that its way out is broken (rule E3): without one, a single vantage's word drains nothing. */
final class Confirmation {

    private Confirmation() {}

    /** The sign, in words; empty when there is none. */
    static Optional<String> of(Evidence evidence, Placement place, double policyShare) {
        List<Report> reports = evidence.speaking(place.datacenter());
        if (reports.stream().allMatch(report -> report.self().mostAnchorsSilent())) {
            return Optional.of("most of its anchors are silent");
        }
        if (ownProbeFails(reports, place)) {
            return Optional.of("its own probe of its published addresses fails");
        }
        return Traffic.collapsed(evidence, place, policyShare)
                ? Optional.of("its traffic collapsed")
                : Optional.empty();
    }

    /** As with any vantage: one controller that is served is enough, and who never was served there has no say. */
    private static boolean ownProbeFails(List<Report> reports, Placement place) {
        List<Vote> own = reports.stream()
                .filter(report -> !report.self().abstaining())
                .map(report -> report.of(place.service()).seen().votes().get(place.datacenter()))
                .filter(Objects::nonNull)
                .toList();
        boolean served = own.stream().anyMatch(vote -> vote.result() == Result.SERVED);
        return !served
                && own.stream()
                        .anyMatch(vote -> vote.everServed()
                                && (vote.result() == Result.REFUSED || vote.result() == Result.UNREACHABLE));
    }
}
