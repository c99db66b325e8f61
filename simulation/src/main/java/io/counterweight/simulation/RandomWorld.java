package io.counterweight.simulation;

import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.Whole;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** One world from its seed: a shape, then again and again a calm, a while of trouble, a healing, and the agreement that must follow. */
final class RandomWorld {

    private static final long START_MILLIS = 6_000;
    private static final long LOSS_BOUND_MILLIS = 2_000 + Shape.SILENCE_MILLIS + 3_000;
    private static final long AGREE_AFTER_MILLIS = 5_000;
    private static final long RIGHT_AFTER_MILLIS = 60_000;
    private static final int DISAGREE_STEPS = 4;
    private static final int LEAST_CALM_MILLIS = 10_000;

    /** Two exchange cycles: the end of an order may have been written down a moment ago. */
    private static final long EXCHANGED_MILLIS = 2_000;

    private static final int LONGEST_CALM_MILLIS = 5 * 24 * 3_600_000;
    private static final int SHORT_CALM_MILLIS = 90_000;
    private static final long BLIND_MILLIS = 8_000;
    private static final long HALF_HEALED_MILLIS = 45_000;

    private final RandomGenerator random;
    private final Shape shape;
    private final Cluster cluster;
    private final Chaos chaos;
    private final boolean beside;
    private final Calm calm;
    private final boolean byHalves;
    private final int longestCalmMillis;
    private final SortedMap<ServiceName, SortedMap<Site, Integer>> right = new TreeMap<>();

    /**
     * What of a world is played.
     *
     * @param millis at least so long, to the end of a healing
     * @param strikes which strikes happen, by their number
     * @param skipping whether what only repeats itself is skipped
     * @param afterCalm told, at the end of each calm, what the next steps depend on
     */
    record Part(long millis, IntPredicate strikes, boolean skipping, Consumer<List<Object>> afterCalm) {
        static Part all(long millis) {
            return new Part(millis, strike -> true, true, print -> {});
        }

        Part only(IntPredicate wanted) {
            return new Part(millis, wanted, skipping, afterCalm);
        }
    }

    private RandomWorld(long seed, IntPredicate played, Recorder recorder, Optional<Theme> hunted) {
        this.byHalves = hunted.isPresent();
        this.longestCalmMillis = byHalves ? SHORT_CALM_MILLIS : LONGEST_CALM_MILLIS;
        this.random = new SplittableRandom(seed);
        this.shape = Shape.of(random, hunted.map(Theme::odds).orElseGet(Odds::usual))
                .withCapacities(seed)
                .withQuestions(seed);
        this.beside = random.nextInt(5) == 0;
        this.cluster = Cluster.of(shape.topology(), seed, shape.controllers(), shape.policies())
                .record(recorder);
        cluster.deployment(shape.controllers().getFirst(), shape.deployment());
        if (random.nextBoolean()) {
            cluster.withoutMeasuredLoad();
        } else if (seed % 2 == 0) {
            cluster.withDriftingLoad();
        }
        if (shape.policies().stream().anyMatch(Policy::exclusive)) {
            cluster.withLeases();
        }
        this.calm = new Calm(cluster, Shape.MEMORY_MILLIS);
        List<Fault> faults = beside ? Fault.BESIDE_THE_APPLICATIONS : Fault.ALL;
        this.chaos = new Chaos(
                cluster, shape, seed, hunted.map(theme -> theme.of(faults)).orElse(faults), played);
        shape.policies().forEach(policy -> right.put(policy.service(), right(policy)));
    }

    /** Plays at least so long, to the end of a healing. */
    static Outcome play(long seed, long millis) {
        return play(seed, Part.all(millis));
    }

    static Outcome play(long seed, long millis, Recorder recorder) {
        return play(new RandomWorld(seed, strike -> true, recorder, Optional.empty()), seed, Part.all(millis));
    }

    /**
     * As {@link #play(long, long)}, under one more eye, and of few services, with short calms, few kinds of faults, and healings that mend the words first or
     * leave one way broken.
     */
    static Outcome playUnder(long seed, long millis, Theme theme, Consumer<Cluster> watching) {
        RandomWorld world = new RandomWorld(seed, strike -> true, Recorder.none(), Optional.of(theme));
        watching.accept(world.cluster);
        return play(world, seed, Part.all(millis));
    }

    static Outcome play(long seed, Part part) {
        return play(new RandomWorld(seed, part.strikes, Recorder.none(), Optional.empty()), seed, part);
    }

    private static Outcome play(RandomWorld world, long seed, Part part) {
        Optional<Outcome.Failure> failure = Optional.empty();
        try {
            world.play(part);
        } catch (RuntimeException e) {
            String what = e instanceof Violation ? String.valueOf(e.getMessage()) : e + " at " + e.getStackTrace()[0];
            failure = Optional.of(new Outcome.Failure(what, world.chaos.diary(), world.cluster.toString()));
        }
        SortedMap<String, Long> faults = new TreeMap<>();
        world.chaos.counts().forEach((fault, count) -> faults.put(fault.name(), (long) count));
        return new Outcome(
                seed,
                world.cluster.time(),
                world.cluster.skipped(),
                world.cluster.events(),
                world.chaos.strikes(),
                faults,
                world.cluster.coverage().counts(),
                failure);
    }

    private void play(Part part) {
        cluster.watch(chaos::turn);
        cluster.run(START_MILLIS);
        cluster.watch(new Invariants(cluster, LOSS_BOUND_MILLIS)::check);
        cluster.watch(new Returns(cluster)::check);
        cluster.watch(new Writings(cluster)::check);
        cluster.watch(new Onlooker(cluster)::check);
        cluster.watch(new Clients(cluster, LOSS_BOUND_MILLIS)::check);
        cluster.watch(new Agreement(cluster)::check);
        cluster.watch(new Hearing(cluster)::check);
        cluster.watch(new Restarts(cluster)::check);
        cluster.watch(new Siblings(cluster)::check);
        cluster.watch(new Answers(cluster)::check);
        cluster.watch(new Ramps(cluster)::check);
        cluster.watch(new Callees(cluster)::check);
        if (beside) {
            cluster.watch(this::nothingMoves);
        }
        while (cluster.time() < part.millis) {
            if (byHalves && !beside && random.nextInt(3) == 0) {
                chaos.blindOne(BLIND_MILLIS);
                cluster.pass(BLIND_MILLIS);
            }
            trouble();
            if (byHalves && random.nextBoolean()) {
                chaos.healWords();
                cluster.pass(HALF_HEALED_MILLIS);
            }
            boolean allRun = cluster.nodes().stream().allMatch(Node::speaks);
            chaos.healAll();
            boolean broken = byHalves && !beside && random.nextInt(3) == 0;
            if (broken) {
                chaos.breakOneWay();
            }
            cluster.pass(allRun ? EXCHANGED_MILLIS : AGREE_AFTER_MILLIS);
            agree(cluster.now() + RIGHT_AFTER_MILLIS);
            SortedMap<Placement, Long> incidents = incidents();
            pass(calm(part), part);
            incidentsAreBounded(broken ? incidents() : incidents);
        }
    }

    /** The latest incident that anybody knows. */
    private SortedMap<Placement, Long> incidents() {
        SortedMap<Placement, Long> latest = new TreeMap<>();
        for (Node node : cluster.nodes()) {
            node.controller()
                    .state()
                    .incidents()
                    .known()
                    .forEach((place, epoch) -> latest.merge(place, epoch, Math::max));
        }
        return latest;
    }

    /** Rule W3: a calm raises no incident, and one upset no more than one. */
    private void incidentsAreBounded(SortedMap<Placement, Long> beforeTheCalm) {
        SortedMap<Placement, Long> latest = incidents();
        if (!latest.equals(beforeTheCalm)) {
            throw new Violation("rule W3: incidents in calm: " + beforeTheCalm + ", then " + latest);
        }
        latest.forEach((place, epoch) -> {
            if (epoch > chaos.upsets()) {
                throw new Violation(
                        "rule W3: " + epoch + " incidents of " + place + " by " + chaos.upsets() + " upsets");
            }
        });
    }

    private void pass(long millis, Part part) {
        cluster.steady(true);
        if (part.skipping) {
            calm.pass(millis);
        } else {
            cluster.pass(millis);
        }
        cluster.steady(false);
        if (millis > Shape.MEMORY_MILLIS) {
            part.afterCalm.accept(Snapshot.of(cluster, Shape.MEMORY_MILLIS));
        }
    }

    /** Now and then trouble comes again before the last is forgotten; mostly hours later. */
    private long calm(Part part) {
        int some = Math.min(600_000, longestCalmMillis - 1);
        long calm = random.nextInt(3) == 0
                ? random.nextInt(LEAST_CALM_MILLIS, some)
                : random.nextInt(some, longestCalmMillis);
        return Math.min(calm, Math.max(LEAST_CALM_MILLIS, part.millis - cluster.time()));
    }

    private void trouble() {
        int strikes = random.nextInt(1, 25);
        for (int i = 0; i < strikes; i++) {
            chaos.strike();
            cluster.pass(pause());
        }
    }

    /** Mostly one thing soon after the other, at times long after it. */
    private long pause() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> random.nextInt(8) * Cluster.STEP_MILLIS;
            case 2 -> random.nextInt(15_000);
            default -> random.nextInt(60_000);
        };
    }

    /** Invariant 2, and that no clock moves anything: where every application serves and every probe arrives no answer is ever another one than in calm. */
    private void nothingMoves() {
        for (Node node : cluster.nodes()) {
            node.running()
                    .filter(Controller::started)
                    .ifPresent(controller -> controller.served().services().forEach((service, plan) -> {
                        boolean settles =
                                right.containsKey(service) && !plan.shares().isEmpty();
                        if (settles && !plan.weights().equals(right.get(service))) {
                            throw new Violation("invariant 2: " + node.id + " answers " + plan.weights() + " for "
                                    + service + ", though nothing happened to it");
                        }
                    }));
        }
    }

    /** Invariant 7: all reach the same plan, and it is the right one; what differs is on its way for an exchange cycle at most. */
    private void agree(long end) {
        int differing = 0;
        while (cluster.now() < end && !settled()) {
            chaos.release();
            cluster.pass(Cluster.STEP_MILLIS);
            differing = agreed() ? 0 : differing + 1;
            if (differing > DISAGREE_STEPS) {
                throw new Violation("invariant 7: no agreement");
            }
        }
        if (!settled()) {
            throw new Violation("invariant 7: not the right plan " + right);
        }
        long exchanged = cluster.now() + EXCHANGED_MILLIS;
        while (books() > 1) {
            if (cluster.now() > exchanged) {
                throw new Violation("invariant 7: not everybody holds the same intents");
            }
            cluster.pass(Cluster.STEP_MILLIS);
        }
    }

    private int books() {
        Set<Object> books = new HashSet<>();
        cluster.nodes().forEach(node -> books.add(node.controller().book()));
        return books.size();
    }

    /** Of an exclusive service, which is answered nowhere in a handover, invariant 9 says enough. */
    private boolean agreed() {
        Set<Object> answers = new HashSet<>();
        for (Node node : cluster.nodes()) {
            SortedMap<ServiceName, SortedMap<Site, Integer>> weights =
                    node.controller().answered();
            shape.policies().stream().filter(Policy::exclusive).forEach(each -> weights.remove(each.service()));
            answers.add(weights);
        }
        return answers.size() == 1;
    }

    private boolean settled() {
        return cluster.nodes().stream()
                .allMatch(node -> rightly(node.controller().answered())
                        && node.controller().intents().overrides().stream()
                                .allMatch(order -> order.action() instanceof Action.Release));
    }

    /** With two in the voting set nobody brings an exclusive service back by himself: anywhere is right. */
    private boolean rightly(SortedMap<ServiceName, SortedMap<Site, Integer>> answered) {
        boolean moves = shape.topology().sites().size() > 2;
        return shape.policies().stream()
                .filter(policy -> right.containsKey(policy.service()))
                .allMatch(policy -> {
                    SortedMap<Site, Integer> weights = answered.getOrDefault(policy.service(), new TreeMap<>());
                    return moves || !policy.exclusive()
                            ? weights.equals(right.get(policy.service()))
                            : weights.containsValue(ServicePlan.WHOLE);
                });
    }

    /** What a service must be answered with when all is well. */
    private static SortedMap<Site, Integer> right(Policy policy) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        if (policy.mode() != Mode.WEIGHTED) {
            policy.datacenters().keySet().forEach(site -> weights.put(site, 0));
            policy.datacenters().entrySet().stream()
                    .min((one, other) -> Integer.compare(
                            one.getValue().priority(), other.getValue().priority()))
                    .ifPresent(first -> weights.put(first.getKey(), ServicePlan.WHOLE));
            return weights;
        }
        SortedMap<Site, Double> parts = new TreeMap<>();
        policy.datacenters().keySet().forEach(site -> parts.put(site, policy.share(site)));
        return Whole.weights(parts);
    }
}
