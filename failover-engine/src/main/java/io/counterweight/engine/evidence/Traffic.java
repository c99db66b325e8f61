package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a datacenter carries of a service, measured by itself, and what everybody's applied weights send there. */
public final class Traffic {

    /** A load below this part of what is sent has collapsed. */
    private static final double COLLAPSED = 0.1;

    private Traffic() {}

    /**
     * What a datacenter carries, as its own fresh reports have measured it: the sum of what its instances push, else the highest that any
     * of its controllers has read, in the unit of the policy's capacity.
     */
    public static OptionalDouble load(Evidence evidence, Placement place) {
        return load(evidence.speaking(place.datacenter()), place.service());
    }

    /** The same by these reports of one datacenter. */
    public static OptionalDouble load(List<Report> reports, ServiceName service) {
        List<OptionalDouble> pushed = DatacenterWord.pushed(reports, service).values().stream()
                .map(PushedWord::load)
                .filter(OptionalDouble::isPresent)
                .toList();
        return pushed.isEmpty()
                ? reports.stream()
                        .flatMapToDouble(report -> report.of(service).seen().load().stream())
                        .max()
                : OptionalDouble.of(
                        pushed.stream().mapToDouble(OptionalDouble::getAsDouble).sum());
    }

    /** What all clients ask for, as those who speak froze it at an open incident: the highest, so that all who hear alike read alike. */
    public static OptionalDouble frozenDemand(Evidence evidence, ServiceName service) {
        return evidence.allSpeaking().stream()
                .flatMapToDouble(report -> report.of(service).demand().stream())
                .max();
    }

    /** The same of what a datacenter's own clients ask for, in mode nearest. */
    public static OptionalDouble frozenHome(Evidence evidence, Placement place) {
        return evidence.allSpeaking().stream()
                .map(report -> report.of(place.service()).homes().get(place.datacenter()))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max();
    }

    /**
     * What a datacenter carries, measured, as a share of its policy share. Empty where nobody measures, and in calm, when no demand is
     * frozen that it could be a part of; but nothing is no part of any demand.
     */
    public static OptionalDouble measured(Evidence evidence, Placement place, double policyShare) {
        OptionalDouble load = load(evidence, place);
        if (load.isEmpty() || load.getAsDouble() == 0) {
            return load;
        }
        double demand = frozenDemand(evidence, place.service()).orElse(0);
        return demand > 0 ? share(OptionalDouble.of(load.getAsDouble() / demand), policyShare) : OptionalDouble.empty();
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
     * The share of its policy share that a datacenter answers an incident with where nobody measures: the mean over datacenters of
     * what their actuators send there. Who has not served for a time to live yet sends nothing: no client is where it points. The
     * datacenter's own clients are then where the others send theirs.
     *
     * @param waited for whoever is silent: it counts as sending nothing
     * @return empty while a datacenter is silent that still votes: for all one knows its clients went elsewhere
     */
    public static OptionalDouble answered(Evidence evidence, Placement place, double policyShare, boolean waited) {
        if (policyShare <= 0) {
            return OptionalDouble.of(0);
        }
        SortedMap<Site, Double> sent = bySite(evidence, place);
        SortedMap<Site, Double> counted = new TreeMap<>();
        for (Site site : evidence.topology().datacenters()) {
            boolean own = site.equals(place.datacenter());
            boolean settled = settled(evidence, site, place);
            if (!own && !waited && !sent.containsKey(site) && evidence.votes(site)) {
                return OptionalDouble.empty();
            }
            if (settled || !own) {
                counted.put(site, settled ? sent.getOrDefault(site, 0.0) : 0.0);
            }
        }
        return share(mean(counted), policyShare);
    }

    private static boolean settled(Evidence evidence, Site site, Placement place) {
        return evidence.speaking(site).stream()
                .anyMatch(report -> report.of(place.service()).settled());
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
        OptionalDouble arrives = measured(evidence, place, policyShare);
        double sent = sent(evidence, place, policyShare).orElse(0);
        return arrives.isPresent() && sent > 0 && arrives.getAsDouble() < sent * COLLAPSED;
    }
}
