package io.counterweight.engine.safety;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.plan.Spread;
import io.counterweight.engine.plan.Whole;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rule E8: with nothing left to serve, the best class that is not empty serves with the policy's base weights. */
public final class FailOpen {

    /** The classes, the best first. */
    public enum Rank {
        SERVING("serving"),
        DEGRADED("degraded"),
        HELD("held without evidence"),
        SOFTLY_DRAINED("softly drained"),
        STRANDED("without a service that they need"),
        FAILING("failing"),
        PATH_DOWN("path down"),
        LOST("lost"),
        CLOSED("closed");

        private final String words;

        Rank(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** The class that serves, and its parts of the whole. */
    public record Opened(Rank rank, SortedMap<Site, Double> parts) {}

    private FailOpen() {}

    /** Empty only when every candidate is closed: drained hard, or never heard. */
    public static Optional<Opened> open(List<Candidate> candidates, Mode mode) {
        Rank best = candidates.stream().map(FailOpen::rank).min(Enum::compareTo).orElse(Rank.CLOSED);
        if (best == Rank.CLOSED) {
            return Optional.empty();
        }
        List<Candidate> chosen =
                candidates.stream().filter(each -> rank(each) == best).toList();
        SortedMap<Site, Double> parts = base(chosen, mode);
        candidates.forEach(each -> parts.putIfAbsent(each.datacenter(), 0.0));
        return Optional.of(new Opened(best, Whole.normalize(parts)));
    }

    /** The policy's weights, were these all in full health. */
    private static SortedMap<Site, Double> base(List<Candidate> chosen, Mode mode) {
        SortedMap<Site, Double> parts = new TreeMap<>();
        switch (mode) {
            case WEIGHTED -> chosen.forEach(each -> parts.put(each.datacenter(), each.policyShare()));
            case PRIORITY, NEAREST, EXCLUSIVE ->
                chosen.stream().min(Spread.BY_PRIORITY).ifPresent(first -> parts.put(first.datacenter(), 1.0));
        }
        if (Whole.sum(parts) == 0) {
            parts.replaceAll((site, part) -> 1.0);
        }
        return parts;
    }

    static Rank rank(Candidate candidate) {
        if (candidate.hardDrained() || candidate.condition() instanceof Condition.NeverHeard) {
            return Rank.CLOSED;
        }
        Rank byCondition = byCondition(candidate);
        return candidate.drained() && byCondition.compareTo(Rank.SOFTLY_DRAINED) < 0
                ? Rank.SOFTLY_DRAINED
                : byCondition;
    }

    private static Rank byCondition(Candidate candidate) {
        return switch (candidate.condition()) {
            case Condition.Healthy h -> Rank.SERVING;
            case Condition.Degraded d -> Rank.DEGRADED;
            case Condition.Hold h -> byOwnWord(candidate.offered());
            case Condition.Failing f -> Rank.FAILING;
            case Condition.PathDown p -> Rank.PATH_DOWN;
            case Condition.Lost l -> Rank.LOST;
            case Condition.Silent s -> Rank.LOST;
            case Condition.Stranded s -> Rank.STRANDED;
            case Condition.NeverHeard n -> Rank.CLOSED;
        };
    }

    /** On hold a datacenter that speaks is believed before one of which nothing is known. */
    private static Rank byOwnWord(double offered) {
        if (offered == 0) {
            return Rank.HELD;
        }
        return offered < 1 ? Rank.DEGRADED : Rank.SERVING;
    }
}
