package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something that can happen to a small world once at a time, and be over again.
 *
 * @param name as paths tell it; what ends it is called "end " and its name
 * @param beside it touches no application, no probe and no name server: it alone moves no weight
 * @param subject what it happens to; of one subject one trouble stands at a time
 * @param begins what happens
 * @param ends what mends it; troubles that end by themselves have nothing here to do
 * @param lasting it stands until it is mended; else it is over at once, and happens once in a world
 * @param possible whether it can begin now
 */
record Trouble(
        String name,
        boolean beside,
        String subject,
        Consumer<SteppedCluster> begins,
        Consumer<SteppedCluster> ends,
        boolean lasting,
        Predicate<SteppedCluster> possible) {

    /** The first word of its name. */
    String kind() {
        return name.substring(0, name.indexOf(' '));
    }

    static Trouble lasting(
            String name, String subject, Consumer<SteppedCluster> begins, Consumer<SteppedCluster> ends) {
        return new Trouble(name, false, subject, begins, ends, true, cluster -> true);
    }

    /** That alone moves no weight. */
    static Trouble beside(String name, String subject, Consumer<SteppedCluster> begins, Consumer<SteppedCluster> ends) {
        return new Trouble(name, true, subject, begins, ends, true, cluster -> true);
    }

    /** That is over by itself. */
    static Trouble once(String name, boolean beside, Consumer<SteppedCluster> begins) {
        return new Trouble(name, beside, name, begins, over -> {}, false, cluster -> true);
    }

    /** That a person does at this controller, if it runs. */
    static Trouble order(String name, String by, Consumer<SteppedCluster> begins) {
        return new Trouble(name, false, name, begins, over -> {}, false, cluster -> cluster.runs(by));
    }
}
