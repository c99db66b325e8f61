package io.counterweight.simulation;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Plays worlds on all cores, for so many simulated hours, and tells what came of them. {@code make simulate} runs it. */
public final class Simulation {

    static final long WORLD_MILLIS = 14 * 24 * 3_600_000L;

    private final long millis;
    private final AtomicLong nextSeed;
    private final AtomicLong begun = new AtomicLong();
    private final Tally tally;

    private Simulation(long firstSeed, double hours, Consumer<String> told) {
        this.tally = new Tally(told);
        this.millis = Math.round(hours * 3_600_000);
        this.nextSeed = new AtomicLong(firstSeed);
    }

    /** Plays so many simulated hours from this seed on, and tells of each failure at once, and now and then how far it is, and after each twentieth how far it is. */
    static Tally run(long firstSeed, double hours, Consumer<String> told) {
        Simulation simulation = new Simulation(firstSeed, hours, told);
        simulation.run();
        return simulation.tally;
    }

    /** {@code hours} from a fresh seed; or {@code replay} of the one world with this seed. */
    public static void main(String[] arguments) {
        PrintStream out = System.out;
        if (arguments.length == 2 && arguments[0].equals("replay")) {
            Outcome outcome = RandomWorld.play(Long.parseLong(arguments[1]), WORLD_MILLIS);
            out.println(outcome.failure()
                    .map(failure -> Shrinking.of(outcome).told())
                    .orElse("all held"));
            System.exit(outcome.failure().isPresent() ? 1 : 0);
        }
        long seed = new SplittableRandom().nextInt(1_000_000_000);
        out.println("first seed " + seed);
        Tally tally = run(seed, Double.parseDouble(arguments[0]), out::println);
        out.println(tally.report());
        System.exit(tally.failures().isEmpty() ? 0 : 1);
    }

    private void run() {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            workers.add(Thread.ofPlatform().name("worlds-" + i).start(this::work));
        }
        workers.forEach(Simulation::join);
    }

    private void work() {
        while (begun.getAndAdd(WORLD_MILLIS) < millis) {
            tally.add(RandomWorld.play(nextSeed.getAndIncrement(), Math.min(WORLD_MILLIS, millis)));
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while worlds are played", e);
        }
    }
}
