package io.counterweight.simulation;

import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.simulation.Chaos.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One world from its seed: a shape, a while of trouble, a healing, and the calm that must follow. */
final class RandomWorld {

    private static final long SILENCE_MILLIS = 8_000;
    private static final long TROUBLE_MILLIS = 30_000;
    private static final long LOSS_BOUND_MILLIS = 2_000 + SILENCE_MILLIS + 3_000;
    private static final long AGREE_AFTER_MILLIS = 10_000;
    private static final long RIGHT_AFTER_MILLIS = 40_000;
    private static final int DISAGREE_STEPS = 4;

    private final Random random;
    private final Cluster cluster;
    private final Chaos chaos;
    private final Map<String, Integer> right = new TreeMap<>();

    private RandomWorld(Random random, List<Fault> faults) {
        this.random = random;
        List<String> datacenters = new ArrayList<>(List.of("east", "west"));
        Policies shop = Policies.weighted("shop").in("east", 1, "e1", "e2").in("west", 1, "w1", "w2");
        if (random.nextInt(4) == 0) {
            datacenters.add("north");
            shop = shop.in("north", 2, "n1", "n2");
            right.putAll(Map.of("east", 250, "north", 500, "west", 250));
        } else {
            right.putAll(Map.of("east", 500, "west", 500));
        }
        List<String> controllers = controllers(datacenters);
        Topologies sites = Topologies.of(datacenters.toArray(String[]::new));
        boolean witness = random.nextBoolean();
        if (witness) {
            controllers.add("witness/a");
        }
        this.cluster = Cluster.of(witness ? sites.and("witness") : sites.alone(), controllers, policy(shop));
        if (random.nextBoolean()) {
            cluster.withoutMeasuredLoad();
        }
        this.chaos = new Chaos(cluster, random, faults, datacenters);
    }

    static RandomWorld of(Random random, List<Fault> faults) {
        return new RandomWorld(random, faults);
    }

    private List<String> controllers(List<String> datacenters) {
        List<String> controllers = new ArrayList<>();
        for (String datacenter : datacenters) {
            controllers.add(datacenter + "/a");
            if (random.nextInt(3) == 0) {
                controllers.add(datacenter + "/b");
            }
        }
        return controllers;
    }

    private Policy policy(Policies shop) {
        Shifting quick = new Shifting(
                Duration.ofSeconds(3),
                random.nextBoolean() ? List.of(50, 100) : List.of(25, 50, 100),
                Duration.ofSeconds(2),
                Failback.AUTOMATIC);
        return shop.shifting(quick)
                .silence(new Silence(
                        OnSilence.DRAIN, Duration.ofMillis(SILENCE_MILLIS), Duration.ofMillis(random.nextInt(3_000))))
                .safety(new Safety(1, 0.5, 1_000, Duration.ofMinutes(10)))
                .build();
    }

    /** Plays all of it; fails with the diary of what broke. */
    void play() {
        Invariants invariants = new Invariants(cluster, LOSS_BOUND_MILLIS);
        cluster.watch(invariants::check);
        told(() -> {
            trouble();
            chaos.healAll();
            cluster.run(AGREE_AFTER_MILLIS);
            agreeUntil(cluster.now() + RIGHT_AFTER_MILLIS);
            allServe();
        });
    }

    /** Plays it where every application serves and every probe arrives: no answer may ever be another one than in calm. */
    void playWithoutAChange() {
        cluster.run(Worlds.CALM_MILLIS);
        cluster.watch(() -> cluster.nodes().stream()
                .filter(node -> node.running().isPresent())
                .map(node -> Views.weights(cluster, node.id.toString(), "shop"))
                .filter(weights -> !weights.isEmpty() && !weights.equals(right))
                .findFirst()
                .ifPresent(weights -> {
                    throw new AssertionError("invariant 2: answers " + weights + "; " + cluster);
                }));
        told(() -> {
            trouble();
            chaos.healAll();
            cluster.run(AGREE_AFTER_MILLIS);
            allServe();
        });
    }

    private void trouble() {
        cluster.run(Worlds.CALM_MILLIS);
        long until = cluster.now() + TROUBLE_MILLIS;
        while (cluster.now() < until) {
            chaos.strike();
            cluster.run(random.nextInt(8) * Cluster.STEP_MILLIS);
        }
    }

    /** Invariant 7: all reach the same plan; what differs is on its way for an exchange cycle at most. */
    private void agreeUntil(long end) {
        int differing = 0;
        while (cluster.now() < end
                && !(everybodyServes(right) && cluster.nodes().stream().allMatch(this::free))) {
            cluster.run(Cluster.STEP_MILLIS);
            boolean agreed = cluster.nodes().stream()
                            .map(node -> Views.weights(cluster, node.id.toString(), "shop"))
                            .distinct()
                            .count()
                    == 1;
            differing = agreed ? 0 : differing + 1;
            if (differing > DISAGREE_STEPS) {
                throw new AssertionError("invariant 7: no agreement; " + cluster);
            }
        }
    }

    private boolean free(Node node) {
        return node.controller().intents().overrides().isEmpty();
    }

    private boolean everybodyServes(Map<String, Integer> weights) {
        return cluster.nodes().stream().allMatch(node -> Views.weights(cluster, node.id.toString(), "shop")
                .equals(weights));
    }

    private void allServe() {
        if (!everybodyServes(right)) {
            throw new AssertionError("invariant 7: not the right plan " + right + "; " + cluster);
        }
    }

    private void told(Runnable story) {
        try {
            story.run();
        } catch (AssertionError failure) {
            throw new AssertionError(
                    failure.getMessage() + "\ndiary\n  " + String.join("\n  ", chaos.diary()), failure);
        }
    }
}
