package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import java.time.Duration;
import java.util.SortedSet;

/**
 * Who must consent before anything moves a protected service (rule W4).
 *
 * @param of the people who may, by the names of their tokens
 * @param needed how many of them must, besides the one whose order it is
 * @param expires how long one consent counts
 */
public record Approval(SortedSet<String> of, int needed, Duration expires) {

    public Approval {
        of = Frozen.set(of);
    }
}
