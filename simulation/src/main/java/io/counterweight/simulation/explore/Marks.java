package io.counterweight.simulation.explore;

import io.counterweight.simulation.SteppedCluster.Mark;

/** A set of marks, in two arrays with open addressing: 16 bytes for each, and as much for the room between them. */
final class Marks {

    private long[] high = new long[1 << 12];
    private long[] low = new long[1 << 12];
    private int size;

    /** Whether it was not there yet. */
    boolean add(Mark mark) {
        if (size * 2 >= high.length) {
            grow();
        }
        return put(mark.high(), mark.low() == 0 ? 1 : mark.low());
    }

    int size() {
        return size;
    }

    private boolean put(long one, long other) {
        int at = (int) (one ^ one >>> 32) & (high.length - 1);
        while (low[at] != 0) {
            if (high[at] == one && low[at] == other) {
                return false;
            }
            at = (at + 1) & (high.length - 1);
        }
        high[at] = one;
        low[at] = other;
        size++;
        return true;
    }

    private void grow() {
        long[] highBefore = high;
        long[] lowBefore = low;
        high = new long[highBefore.length * 2];
        low = new long[lowBefore.length * 2];
        size = 0;
        for (int i = 0; i < highBefore.length; i++) {
            if (lowBefore[i] != 0) {
                put(highBefore[i], lowBefore[i]);
            }
        }
    }

    boolean contains(Mark mark) {
        long other = mark.low() == 0 ? 1 : mark.low();
        int at = (int) (mark.high() ^ mark.high() >>> 32) & (high.length - 1);
        while (low[at] != 0) {
            if (high[at] == mark.high() && low[at] == other) {
                return true;
            }
            at = (at + 1) & (high.length - 1);
        }
        return false;
    }
}
