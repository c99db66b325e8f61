package io.counterweight.engine.explain;

import io.counterweight.engine.evidence.Ballot;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Timers;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.name.Site;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which word or vote would turn the conclusion on a datacenter (rules E3, E6). */
final class Evidences implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.record().conclusions().keySet().stream().flatMap(site -> of(site, situation));
    }

    private static Stream<Sentence> of(Site site, Situation situation) {
        return situation.conclusion(site).map(concluded -> concluded.condition()).stream()
                .flatMap(condition -> switch (condition) {
                    case Condition.Healthy h -> Stream.empty();
                    case Condition.Stranded s ->
                        one(site, "W5", site + " returns once what it needs there serves again");
                    case Condition.Degraded d ->
                        one(
                                site,
                                "E3",
                                site + " gets more once it says that it offers more than "
                                        + Words.percent(d.fraction()));
                    case Condition.Failing f -> one(site, "E3", failing(site, situation));
                    case Condition.PathDown p ->
                        one(site, "E3", site + " returns once it is served from outside: " + wanted(site, situation));
                    case Condition.Lost l -> one(site, "E3", heardAgain(site, situation));
                    case Condition.Silent s -> one(site, "E6", heardAgain(site, situation));
                    case Condition.Hold h -> held(site, situation);
                    case Condition.NeverHeard n ->
                        one(
                                site,
                                "E3",
                                site + " gets a weight once it is a datacenter of the voting set and one of its"
                                        + " controllers is heard");
                });
    }

    private static Stream<Sentence> one(Site site, String rule, String text) {
        return Stream.of(Sentence.of(Section.CHANGES, site, rule, text + "."));
    }

    private static String failing(Site site, Situation situation) {
        return site + " returns once it says serving: "
                + situation.policy().damping().rise()
                + " successes in a row of an endpoint's check, or the application's own word";
    }

    private static String heardAgain(Site site, Situation situation) {
        return site + " returns once its controllers are heard and say serving; " + wanted(site, situation);
    }

    /** What healthy still needs beside the datacenter's own word. */
    private static String wanted(Site site, Situation situation) {
        Ballot ballot = situation.ballot(site);
        long more = ballot.quorum() - ballot.served();
        return ballot.electorate().isEmpty() || more <= 0
                ? "that is enough"
                : more + " more of " + Words.list(others(ballot)) + " must be served there";
    }

    private static SortedSet<Site> others(Ballot ballot) {
        SortedSet<Site> others = new TreeSet<>(ballot.electorate());
        others.removeIf(site -> ballot.counted().get(site) == Vote.Result.SERVED);
        return others;
    }

    private static Stream<Sentence> held(Site site, Situation situation) {
        boolean fresh = situation.evidence().fresh(site);
        String judged = site + " is judged anew once it " + (fresh ? "says serving" : "is heard") + "; "
                + wanted(site, situation);
        Stream<Sentence> loss = fresh ? Stream.empty() : loss(site, situation);
        return Stream.of(one(site, "E3", judged), loss, clocks(site, situation)).flatMap(each -> each);
    }

    /** The votes that a loss still needs. */
    private static Stream<Sentence> loss(Site site, Situation situation) {
        Ballot ballot = situation.ballot(site);
        SortedSet<Site> missing = new TreeSet<>(ballot.electorate());
        missing.removeAll(ballot.counted().keySet());
        int more = ballot.quorum() - ballot.counted().size();
        return more > 0 && !missing.isEmpty() && ballot.served() == 0
                ? one(
                        site,
                        "E3",
                        site + " is concluded lost once " + more + " more of " + Words.list(missing)
                                + " vote that they are not served there")
                : Stream.empty();
    }

    private static Stream<Sentence> clocks(Site site, Situation situation) {
        Silence silence = situation.policy().silence();
        Timers timers = situation.timers(site);
        Stream<Sentence> alone = counting(
                site,
                timers.aloneSince().isPresent(),
                " is concluded lost in "
                        + Words.time(situation.left(
                                timers.aloneSince(), silence.lossConfirm().toMillis())));
        boolean drains = silence.onSilence() == Silence.OnSilence.DRAIN;
        Stream<Sentence> silent = counting(
                site,
                drains && timers.silentSince().isPresent(),
                " is drained by onSilence in "
                        + Words.time(situation.left(
                                timers.silentSince(), silence.after().toMillis())));
        return Stream.concat(alone, silent);
    }

    private static Stream<Sentence> counting(Site site, boolean counts, String what) {
        return counts ? one(site, "E6", site + what + ", unless it is heard or served before") : Stream.empty();
    }
}
