package io.counterweight.engine.evidence;

import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

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
        return share(mean(bySite(evidence, place)), policyShare);
    }

    private static OptionalDouble mean(SortedMap<Site, Double> bySite) {
        return bySite.values().stream().mapToDouble(Double::doubleValue).average();
    }

    /**
     * The least that any other site's actuators send there, as a share of its policy share. The datacenter's own are left out: what it
     * tells its clients after a restart is no sign that the others' clients are there.
     */
    public static OptionalDouble sentByOthers(Evidence evidence, Placement place, double policyShare) {
        SortedMap<Site, Double> others = bySite(evidence, place);
        others.remove(place.datacenter());
        return share(others.values().stream().mapToDouble(Double::doubleValue).min(), policyShare);
    }

    /**
     * The mean over sites of what their actuators send there, the datacenter's own counted only once it has served for a time to live:
     * before, no client is there. Empty where no other site's are heard: for all one knows the others' clients went elsewhere.
     */
    public static OptionalDouble answered(Evidence evidence, Placement place, double policyShare) {
        SortedMap<Site, Double> sent = bySite(evidence, place);
        Site datacenter = place.datacenter();
        boolean settled = evidence.speaking(datacenter).stream()
                .anyMatch(report -> report.of(place.service()).settled());
        if (!settled) {
            sent.remove(datacenter);
        }
        boolean others = sent.keySet().stream().anyMatch(site -> !site.equals(datacenter));
        return others ? share(mean(sent), policyShare) : OptionalDouble.empty();
    }

    private static SortedMap<Site, Double> bySite(Evidence evidence, Placement place) {
        SortedMap<Site, Double> bySite = new TreeMap<>();
        for (Site site : evidence.topology().sites()) {
            evidence.speaking(site).stream()
                    .map(report -> report.of(place.service()).applied())
                    .filter(weights -> !weights.isEmpty())
                    .mapToInt(weights -> weights.getOrDefault(place.datacenter(), 0))
                    .max()
                    .ifPresent(weight -> bySite.put(site, weight / (double) ServicePlan.WHOLE));
        }
        return bySite;
    }

    private static OptionalDouble share(OptionalDouble ofTheWhole, double policyShare) {
        return ofTheWhole.isEmpty() || policyShare <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, ofTheWhole.getAsDouble() / policyShare));
    }

    /** Clients are sent there, and next to none arrive. False where nobody measures. */
    static boolean collapsed(Evidence evidence, Placement place, double policyShare) {
        OptionalDouble arrives = measured(evidence, place);
        double sent = sent(evidence, place, policyShare).orElse(0);
        return arrives.isPresent() && sent > 0 && arrives.getAsDouble() < sent * COLLAPSED;
    }
}
