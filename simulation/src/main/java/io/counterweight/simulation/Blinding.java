package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rule E3: a datacenter whose own probes fail all at once, out of calm, while everybody outside is served there, is not concluded to
 * fail altogether. Its sensor is suspect where it has enough services to tell; until the last of them fails nobody can know.
 */
final class Blinding {

    /** Nothing of an earlier failure is left after so long. */
    private static final long CALM_MILLIS = 20_000;

    private final Cluster cluster;
    private final Map<Site, Long> calmSince = new HashMap<>();
    private final Set<Site> blinded = new HashSet<>();

    Blinding(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        boolean words =
                cluster.network().wordsPass() && cluster.nodes().stream().allMatch(Blinding::sound);
        Set<Site> datacenters = new HashSet<>();
        cluster.nodes().forEach(node -> datacenters.add(node.id.site()));
        datacenters.forEach(site -> note(site, words && served(site)));
        if (!blinded.isEmpty()) {
            cluster.nodes().forEach(node -> node.running()
                    .flatMap(Controller::last)
                    .ifPresent(last -> blinded.forEach(site -> notAllFail(node, last, site))));
        }
    }

    private void note(Site site, boolean served) {
        boolean sees = cluster.at(site.value()).stream()
                .noneMatch(node -> node.running().filter(Controller::blind).isPresent());
        long calm = cluster.now() - calmSince.getOrDefault(site, cluster.now());
        if (!served || sees) {
            blinded.remove(site);
        } else if (calm >= CALM_MILLIS) {
            blinded.add(site);
        }
        if (served && sees) {
            calmSince.putIfAbsent(site, cluster.now());
        } else {
            calmSince.remove(site);
        }
    }

    private static boolean sound(Node node) {
        return node.speaks() && node.rules() == Node.NEWEST_RULES;
    }

    /** Whether every service that belongs there is served there to everybody outside, and enough of them belong there. */
    private boolean served(Site site) {
        Map<ServiceName, Policy> here = new HashMap<>();
        for (Node node : cluster.nodes()) {
            node.running()
                    .ifPresent(controller -> controller.intents().policies().forEach((service, policy) -> {
                        if (policy.datacenters().containsKey(site)) {
                            here.put(service, policy);
                        }
                    }));
        }
        return here.size() >= cluster.settings().sensorServices()
                && cluster.applications().powered(site)
                && here.values().stream()
                        .allMatch(policy -> cluster.serves(policy, site)
                                && cluster.applications()
                                        .pushed(new Placement(policy.service(), site))
                                        .isEmpty())
                && cluster.nodes().stream()
                        .map(node -> node.id.site())
                        .filter(other -> !other.equals(site))
                        .allMatch(other -> cluster.network().probes(other, site));
    }

    private static void notAllFail(Node node, Decision last, Site site) {
        List<Conclusion> there = last.records().values().stream()
                .flatMap(record -> Optional.ofNullable(record.conclusions().get(site)).stream())
                .toList();
        if (!there.isEmpty() && there.stream().allMatch(each -> each.condition() instanceof Condition.Failing)) {
            throw new Violation("rule E3: " + node.id + " concludes that all of " + site
                    + " fails, which alone does not see that it serves: "
                    + there.getFirst().reason());
        }
    }
}
