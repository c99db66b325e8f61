package io.counterweight.engine.explain;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.Preparations;
import java.util.List;
import java.util.stream.Stream;

/** Where each ceiling stands on its way up, and how long until its next step (rule W3). */
final class Returns implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.policy().datacenters().keySet().stream().flatMap(site -> of(site, situation));
    }

    private static Stream<Sentence> of(Site site, Situation situation) {
        Ceiling ceiling = situation.ceiling(site);
        Shifting shifting = situation.policy().shifting();
        return switch (ceiling.phase()) {
            case OPEN -> Stream.empty();
            case WAITING -> Stream.of(change(site, waiting(site, ceiling, shifting)));
            case HOLDING_DOWN -> Stream.of(change(site, holdingDown(site, situation)));
            case SOAKING -> Stream.of(change(site, counting(site, situation, "soak")));
            case ABORTED -> Stream.of(change(site, counting(site, situation, "soak after a step back")));
            case LATCHED -> Stream.of(change(site, latched(site, ceiling, shifting)));
            case DRAINED ->
                Stream.of(change(
                        site,
                        site + " is drained by a person, and its ceiling follows the load that it still carries: "
                                + Words.percent(ceiling.share()) + " now; " + way(shifting, ceiling.share())));
        };
    }

    private static Sentence change(Site site, String text) {
        return Sentence.of(Section.CHANGES, site, "W3", text + ".");
    }

    private static String waiting(Site site, Ceiling ceiling, Shifting shifting) {
        String incident = ceiling.epoch() == 0 ? "" : " after incident " + ceiling.epoch();
        return site + " may receive " + Words.percent(ceiling.share()) + " of its share" + incident
                + ", and counts nothing until it is concluded healthy; " + way(shifting, ceiling.share());
    }

    /** How it goes on from this share once nothing holds it back. */
    static String way(Shifting shifting, double share) {
        String first = "then come " + Words.time(shifting.holdDown().toMillis()) + " of hold-down and the steps "
                + Words.list(stepsAbove(shifting, share)) + " %, each watched for "
                + Words.time(shifting.soak().toMillis());
        return switch (shifting.failback()) {
            case AUTOMATIC -> first;
            case LATCHED -> "then a person must release the incident, " + first;
            case MANUAL -> "then a person must release the incident, as far as it is to return, " + first;
        };
    }

    private static List<Integer> stepsAbove(Shifting shifting, double share) {
        List<Integer> above = shifting.steps().stream()
                .filter(step -> step > share * 100 + 1e-7)
                .toList();
        return above.isEmpty() ? List.of(100) : above;
    }

    private static String holdingDown(Site site, Situation situation) {
        Placement place = new Placement(situation.policy().service(), site);
        Ceiling ceiling = situation.ceiling(site);
        String counting = counting(site, situation, "hold-down");
        return Preparations.missing(situation.evidence(), situation.policy(), place, ceiling)
                .map(why -> ceiling.remainingMillis() == 0
                        ? site + " stays at " + Words.percent(ceiling.share())
                                + " of its share until its application is ready (shifting.before): " + why
                        : counting + ", and its application is ready by then (shifting.before): " + why)
                .orElse(counting);
    }

    private static String counting(Site site, Situation situation, String word) {
        Ceiling ceiling = situation.ceiling(site);
        int next = stepsAbove(situation.policy().shifting(), ceiling.share()).getFirst();
        String rise = site + " rises from " + Words.percent(ceiling.share()) + " to " + next + " % of its share";
        if (!situation.counts(site)) {
            return rise + " after " + Words.time(ceiling.remainingMillis()) + " more of " + word
                    + ", which counts only while it is concluded healthy";
        }
        return ceiling.remainingMillis() == 0 && word.equals("hold-down")
                ? rise + budget(site, situation)
                : rise + " after " + Words.time(ceiling.remainingMillis()) + " more of " + word
                        + ", if it stays healthy";
    }

    private static String budget(Site site, Situation situation) {
        Safety safety = situation.policy().safety();
        String used = " once its budget of automatic shifts allows: " + safety.maxShifts() + " in "
                + Words.time(safety.shiftWindow().toMillis()) + " are used up";
        long window = safety.shiftWindow().toMillis();
        List<Long> counted = situation.decision().next().safety().budget().agesMillis().stream()
                .filter(age -> age <= window)
                .toList();
        int over = counted.size() - safety.maxShifts();
        boolean known = site.equals(situation.home()) && over >= 0 && over < counted.size();
        return known ? used + ", the next is free in " + Words.time(window - counted.get(over) + 1) : used;
    }

    private static String latched(Site site, Ceiling ceiling, Shifting shifting) {
        String how = shifting.failback() == Failback.MANUAL ? ", and upTo the percent that it may reach" : "";
        return site + " stays at " + Words.percent(ceiling.share()) + " of its share until a person releases incident "
                + ceiling.epoch() + ": POST /api/v1/overrides with the action release and the datacenter " + site
                + how;
    }
}
