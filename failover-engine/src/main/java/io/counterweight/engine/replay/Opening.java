package io.counterweight.engine.replay;

import io.counterweight.engine.Settings;

/**
 * Where a chapter of a recording begins: a replay can start here.
 *
 * @param number of the chapter within its life, from 0
 * @param joined whether the chapter before it ends where this one begins; else something between them was not recorded
 * @param wallMillis what the wall clock said then, for people: from here on times follow the monotonic clock
 * @param now what the monotonic clock said then
 */
public record Opening(
        Life life, int number, boolean joined, Settings settings, long wallMillis, long now, Position position) {

    /** Whether nothing was left out between the end of that chapter and this beginning. */
    public boolean follows(Opening before) {
        return joined && life.equals(before.life) && number == before.number + 1;
    }

    /** The wall time of a moment of this chapter. */
    public long wall(long at) {
        return wallMillis + at - now;
    }
}
