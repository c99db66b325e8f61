package io.counterweight.engine.plan;

import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Sheddable;
import io.counterweight.engine.name.Site;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rule W2: before traffic moves, what would land is held against what each can carry. Nobody is given more than fits by a move away from
 * what still serves: first those that serve take what they have room for ({@link Filling}; by priority in order), then what a person
 * drains softly, or what offers less, keeps what does not fit. Only then, with something dead, those that serve are filled beyond what
 * they can carry, in proportion to it: what is dead leaves whatever headroom says (rule W4). Of that a part is turned away first where
 * the policy lets it. Nobody is unloaded below what its policy
 * gives it in full health.
 */
final class Headroom {

    private static final double TINY = 1e-9;

    private final List<Candidate> candidates;
    private final Mode mode;
    private final double deadBand;
    private final SortedMap<Site, Double> target;
    private final double sheddable;

    private Headroom(Policy policy, List<Candidate> candidates, double deadBand, SortedMap<Site, Double> target) {
        this.mode = policy.mode();
        this.sheddable = policy.sheddable().map(Sheddable::most).orElse(0.0);
        this.candidates = candidates.stream()
                .sorted(
                        policy.mode() == Mode.WEIGHTED
                                ? Comparator.comparing(Candidate::datacenter)
                                : Spread.BY_PRIORITY)
                .toList();
        this.deadBand = deadBand;
        this.target = target;
    }

    /**
     * What is given of the whole.
     *
     * @param parts of what is not shed: they add up to 1
     * @param shed the part that is turned away
     */
    record Fitted(SortedMap<Site, Double> parts, double shed) {}

    /** The target, changed as far as it does not fit; as it is where nothing binds. */
    static Fitted fit(Policy policy, List<Candidate> candidates, double deadBand, SortedMap<Site, Double> target) {
        Headroom headroom = new Headroom(policy, candidates, deadBand, target);
        boolean fits = candidates.stream().allMatch(each -> headroom.wanted(each) <= headroom.most(each) + TINY);
        return fits || Whole.sum(target) == 0 ? new Fitted(target, 0) : headroom.filled();
    }

    private Fitted filled() {
        SortedMap<Site, Double> parts = mode == Mode.WEIGHTED ? alike() : inOrder();
        add(parts, Filling.fill(1 - Whole.sum(parts), shares(), left(parts)));
        double over = 1 - Whole.sum(parts);
        double shed = over > TINY ? Math.min(over, sheddable) : 0;
        if (over - shed > TINY) {
            add(parts, Whole.scaled(overloadable(), over - shed));
        }
        return Whole.sum(parts) > TINY
                ? new Fitted(Whole.normalize(parts), shed)
                : new Fitted(Whole.normalize(overloadable()), 0);
    }

    private SortedMap<Site, Double> alike() {
        SortedMap<Site, Double> limits = new TreeMap<>();
        candidates.forEach(each -> limits.put(
                each.datacenter(), each.limited(deadBand) ? Math.min(most(each), wanted(each)) : most(each)));
        return Filling.fill(1, target, limits);
    }

    private SortedMap<Site, Double> inOrder() {
        SortedMap<Site, Double> parts = new TreeMap<>();
        double left = 1;
        for (Candidate each : candidates) {
            double part = Math.min(left, Math.min(each.effective(deadBand), most(each)));
            parts.put(each.datacenter(), part);
            left -= part;
        }
        return parts;
    }

    /** What each may keep of that which does not fit elsewhere: the softly drained what they had, those who offer less what they can. */
    private SortedMap<Site, Double> left(SortedMap<Site, Double> parts) {
        SortedMap<Site, Double> left = new TreeMap<>();
        for (Candidate each : candidates) {
            double keeps = stays(each)
                    ? base(each) * Math.min(each.ceiling(), offered(each))
                    : each.degraded(deadBand) ? most(each) : 0;
            left.put(each.datacenter(), keeps - parts.getOrDefault(each.datacenter(), 0.0));
        }
        return left;
    }

    private static boolean stays(Candidate each) {
        return each.drained()
                && !each.insisted()
                && !each.condition().bad()
                && !(each.condition() instanceof Condition.NeverHeard);
    }

    private double offered(Candidate each) {
        return each.offered() > 0 && each.offered() < 1 - deadBand ? each.offered() : 1;
    }

    /** Who takes what is too much for all, and in which proportion. */
    private SortedMap<Site, Double> overloadable() {
        SortedMap<Site, Double> rooms = new TreeMap<>();
        candidates.stream()
                .filter(each -> each.takesMore(deadBand))
                .forEach(each -> rooms.put(each.datacenter(), each.fits(deadBand)));
        return Whole.sum(rooms) == 0 ? new TreeMap<>(target) : rooms;
    }

    private SortedMap<Site, Double> shares() {
        SortedMap<Site, Double> shares = new TreeMap<>();
        candidates.forEach(each -> shares.put(each.datacenter(), each.policyShare()));
        return shares;
    }

    /** The most that a move may bring it to. */
    private double most(Candidate each) {
        return Math.max(each.fits(deadBand), base(each) * (each.degraded(deadBand) ? each.effective(deadBand) : 1));
    }

    /** What its policy gives it in full health: that much was never moved there. */
    private double base(Candidate each) {
        return switch (mode) {
            case WEIGHTED -> each.policyShare();
            case PRIORITY, NEAREST, EXCLUSIVE -> candidates.getFirst().equals(each) ? 1 : 0;
        };
    }

    private double wanted(Candidate each) {
        return target.getOrDefault(each.datacenter(), 0.0);
    }

    private static void add(SortedMap<Site, Double> parts, SortedMap<Site, Double> more) {
        more.forEach((site, part) -> parts.merge(site, part, Double::sum));
    }
}
