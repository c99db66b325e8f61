package io.counterweight.engine.intent;

import io.counterweight.engine.name.ControllerId;

/** The state of one writer's hybrid logical clock: the highest stamp given or seen. Immutable. */
public record HybridClock(ControllerId writer, long wallMillis, long logical) {

    public static HybridClock start(ControllerId writer) {
        return new HybridClock(writer, 0, 0);
    }

    /** The clock after one more write at this wall time; its {@link #stamp} is the write's. */
    public HybridClock tick(long nowWallMillis) {
        return nowWallMillis > wallMillis
                ? new HybridClock(writer, nowWallMillis, 0)
                : new HybridClock(writer, wallMillis, logical + 1);
    }

    /** The clock after a stamp was seen: every later tick is above it, however far ahead it is. */
    public HybridClock seen(HybridStamp stamp) {
        if (stamp.wallMillis() > wallMillis || stamp.wallMillis() == wallMillis && stamp.logical() > logical) {
            return new HybridClock(writer, stamp.wallMillis(), stamp.logical());
        }
        return this;
    }

    public HybridStamp stamp() {
        return new HybridStamp(wallMillis, logical, writer);
    }
}
