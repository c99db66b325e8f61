package io.counterweight.engine.evacuation;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What one decision sees of a service that is to leave: who still sends clients there, and who could have them instead. */
record Lookaround(Evidence evidence, SortedMap<Placement, Conclusion> conclusions) {

    /**
     * A controller whose name server sends clients there.
     *
     * @param weight of the whole of 1000, by its last report
     * @param silent its site is: nobody knows what it answers now
     */
    record Answering(ControllerId controller, int weight, boolean silent) {}

    /** Of a site that is heard those who speak; of a silent one the last word, unless the site is lost. */
    List<Answering> answering(Placement place) {
        List<Answering> answering = new ArrayList<>();
        for (Site site : evidence.topology().sites()) {
            boolean silent = !evidence.fresh(site);
            for (Report report : silent && lost(site) ? List.<Report>of() : words(site)) {
                int weight = report.of(place.service()).applied().getOrDefault(place.datacenter(), 0);
                if (weight > 0) {
                    answering.add(new Answering(report.writer(), weight, silent));
                }
            }
        }
        return answering;
    }

    private List<Report> words(Site site) {
        List<Report> speaking = evidence.speaking(site);
        return speaking.isEmpty()
                ? evidence.facts().of(site).stream().map(Held::report).toList()
                : speaking;
    }

    /** All that is there is lost, and its name servers with it. */
    private boolean lost(Site site) {
        List<Condition> there = conclusions.entrySet().stream()
                .filter(each -> each.getKey().datacenter().equals(site))
                .map(each -> each.getValue().condition())
                .toList();
        return !there.isEmpty() && there.stream().allMatch(condition -> condition instanceof Condition.Lost);
    }

    /** It serves nobody there by itself: there is nothing to leave in order. */
    boolean dead(Placement place) {
        return condition(place)
                .filter(condition -> condition instanceof Condition.NeverHeard
                        || condition.bad() && !(condition instanceof Condition.Stranded))
                .isPresent();
    }

    boolean serves(Placement place) {
        return condition(place)
                .filter(condition -> condition instanceof Condition.Healthy || condition instanceof Condition.Degraded)
                .isPresent();
    }

    Optional<Condition> condition(Placement place) {
        return Optional.ofNullable(conclusions.get(place)).map(Conclusion::condition);
    }

    long now() {
        return evidence.now();
    }
}
