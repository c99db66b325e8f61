package io.counterweight.engine;

import java.time.Duration;

/**
 * The bounds that every controller of a deployment shares; policies carry the rest.
 *
 * @param staleness a report is fresh while its sequence advances within this time (rule G5)
 * @param exchangeCycle the full exchange's cycle
 * @param electorateMemory a vantage stale for this long has left the electorate (rule E2)
 * @param deadBand a fraction this close to the last applied one moves nothing (rule W1), 0 to 1
 * @param sensorServices at least so many services must fail together for a sensor to be suspect (rule E3)
 * @param sensorWindow within which they fail together
 */
public record Settings(
        Duration staleness,
        Duration exchangeCycle,
        Duration electorateMemory,
        double deadBand,
        int sensorServices,
        Duration sensorWindow) {

    public static Settings defaults() {
        return new Settings(
                Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30), 0.10, 3, Duration.ofSeconds(10));
    }
}
