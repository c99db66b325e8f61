package io.counterweight.simulation;

import java.util.random.RandomGenerator;

/**
 * What happens to letters on their way. With delays they overtake each other.
 *
 * @param lost share of the letters that never arrive, 0 to 1
 * @param doubled share of the letters that arrive twice
 * @param longestDelayMillis a letter takes up to so long
 */
record Weather(double lost, double doubled, int longestDelayMillis) {

    static final Weather FAIR = new Weather(0, 0, 0);

    boolean fair() {
        return equals(FAIR);
    }

    /** How often a letter arrives. */
    int copies(RandomGenerator random) {
        if (fair()) {
            return 1;
        }
        return random.nextDouble() < lost ? 0 : random.nextDouble() < doubled ? 2 : 1;
    }

    long delay(RandomGenerator random) {
        return longestDelayMillis == 0 ? 0 : random.nextInt(longestDelayMillis);
    }
}
