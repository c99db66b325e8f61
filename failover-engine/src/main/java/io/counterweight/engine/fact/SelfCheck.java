package io.counterweight.engine.fact;

/**
 * What a controller knows of its own fitness to judge.
 *
 * @param abstaining it stalled less than one staleness bound ago: its votes do not count
 * @param anchorsAnswering how many of the configured anchors answered lately
 * @param wordWithdrawn its probes fail and so do its control targets: its word on its own datacenter's probes does not count
 * @param leaving it is being stopped by a person: others take over its probes at once
 */
public record SelfCheck(boolean abstaining, int anchors, int anchorsAnswering, boolean wordWithdrawn, boolean leaving) {

    /** Rule E5's measure: fewer than half the anchors answer. */
    public boolean mostAnchorsSilent() {
        return anchorsAnswering * 2 < anchors;
    }
}
