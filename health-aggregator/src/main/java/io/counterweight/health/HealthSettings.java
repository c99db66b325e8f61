package io.counterweight.health;

import io.counterweight.health.probe.ProbeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How this controller looks around.
 *
 * @param sourceAddress what probes are sent from; empty leaves it to the system
 * @param anchors addresses outside one's own datacenter, {@code ip:port}; at least three (rule E5)
 * @param controlTargets addresses inside one's own datacenter, {@code ip:port}; at least one (rule E4)
 * @param probersPerEndpoint how many of a datacenter's controllers probe each endpoint (rule G4)
 */
public record HealthSettings(
        Optional<String> sourceAddress,
        List<Peer> anchors,
        List<Peer> controlTargets,
        int probersPerEndpoint,
        Duration anchorInterval,
        Duration anchorAnswersWithin,
        Duration staleness,
        ProbeLimits limits) {

    private static final int FEWEST_ANCHORS = 3;

    /** A literal IP and a TCP port. */
    public record Peer(String address, int port) {}

    /** The same, with so many probes in a second. */
    public HealthSettings withRate(int perSecond) {
        return new HealthSettings(
                sourceAddress,
                anchors,
                controlTargets,
                probersPerEndpoint,
                anchorInterval,
                anchorAnswersWithin,
                staleness,
                limits.withRate(perSecond));
    }

    public HealthSettings {
        anchors = List.copyOf(anchors);
        controlTargets = List.copyOf(controlTargets);
        if (anchors.size() < FEWEST_ANCHORS) {
            throw new IllegalArgumentException(
                    "probes.anchors has " + anchors.size()
                            + " addresses: name at least three outside this datacenter, to tell isolation from everybody else's death");
        }
        if (controlTargets.isEmpty()) {
            throw new IllegalArgumentException(
                    "probes.controlTargets is empty: name at least one address inside this datacenter, such as its gateway");
        }
        if (probersPerEndpoint < 1) {
            throw new IllegalArgumentException(
                    "probes.probersPerEndpoint is " + probersPerEndpoint + ": use 1 or more");
        }
    }
}
