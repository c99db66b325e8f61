package io.counterweight.engine.fact;

/**
 * The share of its own policy share that a datacenter says it may receive now for one service. Its own controllers alone advance it.
 *
 * @param epoch the latest incident that this ceiling answers; 0 while there was none
 * @param share 0 to 1
 * @param remainingMillis what is left of the phase's hold-down or soak, on the writer's monotonic clock; 0 in other phases
 * @param releasedEpoch the highest incident that a person released from its latch; 0 if none
 * @param from the share that its last climb began from: no abort goes below it
 */
public record Ceiling(long epoch, double share, Phase phase, long remainingMillis, long releasedEpoch, double from) {

    /** Where a ceiling stands on its way up. */
    public enum Phase {
        /** Nothing limits the share, or it has returned to all that the service offers. */
        OPEN,
        /** Below what the service offers, and not counting yet: not concluded healthy, or a callee returns first. */
        WAITING,
        HOLDING_DOWN,
        SOAKING,
        /** Taken back to an earlier step, which is watched before it goes on. */
        ABORTED,
        /** Returns only when a person releases the incident, or a further part of it; the last step's soak still counts down. */
        LATCHED,
        /** Drained by a person: the ceiling follows the load that is still carried. */
        DRAINED
    }

    public Ceiling {
        if (!(share >= 0 && share <= 1 && from >= 0 && from <= 1)) {
            throw new IllegalArgumentException("ceiling " + share + " from " + from + " is outside 0..1");
        }
        if (epoch < 0 || remainingMillis < 0 || releasedEpoch < 0) {
            throw new IllegalArgumentException(
                    "negative part in ceiling " + epoch + ", " + remainingMillis + ", " + releasedEpoch);
        }
    }

    /** One whose climb begins from nothing. */
    public Ceiling(long epoch, double share, Phase phase, long remainingMillis, long releasedEpoch) {
        this(epoch, share, phase, remainingMillis, releasedEpoch, 0);
    }

    public static Ceiling open() {
        return new Ceiling(0, 1, Phase.OPEN, 0, 0);
    }

    /** Of a datacenter that enters what runs already (rule G9): nothing yet, and no incident. */
    public static Ceiling closed() {
        return new Ceiling(0, 0, Phase.WAITING, 0, 0);
    }

    /** Rule G3: of two ceilings the one that names the later incident, of equals the higher (then the further one). */
    public Ceiling merge(Ceiling other) {
        int order = Long.compare(epoch, other.epoch);
        if (order == 0) {
            order = Double.compare(share, other.share);
        }
        if (order == 0) {
            order = Long.compare(releasedEpoch, other.releasedEpoch);
        }
        if (order == 0) {
            order = phase.compareTo(other.phase);
        }
        if (order == 0) {
            order = Long.compare(other.remainingMillis, remainingMillis);
        }
        if (order == 0) {
            order = Double.compare(from, other.from);
        }
        return order >= 0 ? this : other;
    }
}
