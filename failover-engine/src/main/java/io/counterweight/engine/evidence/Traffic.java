package io.counterweight.engine.evidence;

import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What a datacenter carries of a service, measured by itself, and what everybody's applied weights send there. */
public final class Traffic {

    /** A load below this part of what is sent has collapsed. */
    private static final double COLLAPSED = 0.1;

    private Traffic() {}

    /** The highest load that its own fresh reports state, as a share of its policy share. */
    public static OptionalDouble measured(Evidence evidence, Placement place) {
        return evidence.speaking(place.datacenter()).stream()
                .flatMapToDouble(report -> report.of(place.service()).seen().load().stream())
                .max();
    }

    /** The mean over sites of what their actuators send there, as a share of its policy share. */
    public static OptionalDouble sent(Evidence evidence, Placement place, double policyShare) {
        List<Double> bySite = new ArrayList<>();
        for (Site site : evidence.topology().sites()) {
            evidence.speaking(site).stream()
                    .map(report -> report.of(place.service()).applied())
                    .filter(weights -> !weights.isEmpty())
                    .mapToInt(weights -> weights.getOrDefault(place.datacenter(), 0))
                    .max()
                    .ifPresent(weight -> bySite.add(weight / (double) ServicePlan.WHOLE));
        }
        if (bySite.isEmpty() || policyShare <= 0) {
            return OptionalDouble.empty();
        }
        double mean = bySite.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return OptionalDouble.of(Math.min(1, mean / policyShare));
    }

    /** Clients are sent there, and next to none arrive. False where nobody measures. */
    static boolean collapsed(Evidence evidence, Placement place, double policyShare) {
        OptionalDouble arrives = measured(evidence, place);
        double sent = sent(evidence, place, policyShare).orElse(0);
        return arrives.isPresent() && sent > 0 && arrives.getAsDouble() < sent * COLLAPSED;
    }
}
