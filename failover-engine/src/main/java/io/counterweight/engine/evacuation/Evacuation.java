package io.counterweight.engine.evacuation;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;

/**
 * How far one evacuation is, after a decision.
 *
 * @param id the order's
 * @param steps every service of the datacenter, in the order in which they leave
 */
public record Evacuation(String id, Site datacenter, List<Step> steps) {

    /** Where one service stands. */
    public enum Stage {
        /** Its turn has not come. */
        WAITING,
        /** Its turn has come, and clients are going. */
        LEAVING,
        /** Nobody is sent there, and all who were have forgotten it. */
        LEFT,
        /** It does not go on by itself, or not as it should. */
        STUCK
    }

    /**
     * One service's step.
     *
     * @param layer from 1; 0 where it cannot leave
     * @param reason what it waits for, or what is in its way; empty where it has left
     */
    public record Step(ServiceName service, int layer, Stage stage, String reason) {}

    public Evacuation {
        steps = List.copyOf(steps);
    }

    /** How many layers it has. */
    public int layers() {
        return steps.stream().mapToInt(Step::layer).max().orElse(0);
    }
}
