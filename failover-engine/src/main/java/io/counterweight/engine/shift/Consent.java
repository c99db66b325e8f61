package io.counterweight.engine.shift;

import io.counterweight.engine.frozen.Frozen;
import java.util.SortedSet;

/**
 * What people let a datacenter's own ceiling do for one service (rule W4).
 *
 * @param wanted the service is protected: an incident lowers the ceiling, and a release lifts it, only with people's consent
 * @param epochs the incidents for which it was given
 * @param disarmed no drill passed of late: nothing returns by itself
 */
public record Consent(boolean wanted, SortedSet<Long> epochs, boolean disarmed) {

    public Consent {
        epochs = Frozen.set(epochs);
    }

    boolean allows(long epoch) {
        return !wanted || epochs.contains(epoch);
    }
}
