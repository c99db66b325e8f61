package io.counterweight.engine.shift;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * All services that return to a datacenter share one ceiling (rule W3): none takes a step while another that climbs is behind it. Who
 * holds down, or waits for something of its own, such as a person or a callee, or was taken back to where it began, holds nobody back:
 * else one service that fails again and again would keep all the others from returning.
 */
final class Herd {

    private static final double TINY = 1e-9;

    private final List<Double> climbing = new ArrayList<>();

    /** One that is concluded well, and whose callees have returned. */
    void add(Ceiling ceiling) {
        boolean climbs = ceiling.phase() == Phase.SOAKING
                || ceiling.phase() == Phase.ABORTED && ceiling.share() > ceiling.from() + TINY;
        if (climbs) {
            climbing.add(ceiling.share());
        }
    }

    /** Whether nobody is behind one with this share. */
    boolean mayStep(double share) {
        return climbing.stream().noneMatch(each -> each < share - TINY);
    }
}
