package io.counterweight.engine.evidence;

import io.counterweight.engine.evidence.Condition.Degraded;
import io.counterweight.engine.evidence.Condition.Failing;
import io.counterweight.engine.evidence.Condition.Healthy;
import io.counterweight.engine.evidence.Condition.Hold;
import io.counterweight.engine.evidence.Condition.Lost;
import io.counterweight.engine.evidence.Condition.NeverHeard;
import io.counterweight.engine.evidence.Condition.PathDown;
import io.counterweight.engine.evidence.Condition.Silent;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Silence.OnSilence;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The table of rule E3, with rules E5 and E6: evidence in, one conclusion for each service in each datacenter out. */
public final class Judge {

    /** The conclusions, and the timers to bring along next time. */
    public record Judgement(SortedMap<Placement, Conclusion> conclusions, SortedMap<Placement, Timers> timers) {}

    private final Evidence evidence;
    private final SortedMap<ServiceName, Policy> policies;
    private final SortedMap<Placement, DatacenterWord> words;
    private final SortedSet<Site> suspectSensors = new TreeSet<>();
    private final boolean massFailure;
    private final boolean isolated;

    private Judge(Evidence evidence, SortedMap<ServiceName, Policy> policies, DeploymentSafety.MassFailure limits) {
        this.evidence = evidence;
        this.policies = policies;
        this.words = Sensors.words(evidence, policies);
        this.massFailure =
                MassFailure.suspect(words, limits, evidence.settings().sensorServices());
        this.isolated = evidence.isolated();
        for (Site datacenter : evidence.topology().datacenters()) {
            if (Sensors.suspect(evidence, datacenter, policies, words)) {
                suspectSensors.add(datacenter);
            }
        }
    }

    /** Judges every service of every policy in every datacenter that it names. */
    public static Judgement judge(
            Evidence evidence,
            SortedMap<ServiceName, Policy> policies,
            DeploymentSafety.MassFailure limits,
            SortedMap<Placement, Timers> timers) {
        Judge judge = new Judge(evidence, policies, limits);
        SortedMap<Placement, Conclusion> conclusions = new TreeMap<>();
        SortedMap<Placement, Timers> next = new TreeMap<>();
        for (Placement place : judge.words.keySet()) {
            Step step = judge.conclude(place, timers.getOrDefault(place, Timers.NONE));
            conclusions.put(place, step.conclusion);
            if (!step.timers.equals(Timers.NONE)) {
                next.put(place, step.timers);
            }
        }
        return new Judgement(Frozen.map(conclusions), Frozen.map(next));
    }

    private record Step(Conclusion conclusion, Timers timers) {}

    private Step conclude(Placement place, Timers timers) {
        Site datacenter = place.datacenter();
        Ballot ballot = Ballot.on(evidence, place.service(), datacenter);
        if (!evidence.topology().datacenters().contains(datacenter)) {
            return calm(new NeverHeard(), "G9", datacenter + " is no datacenter of the voting set", ballot);
        }
        if (!evidence.heard().contains(datacenter)) {
            return calm(new NeverHeard(), "E3", datacenter + " was never heard in this topology", ballot);
        }
        return switch (wordOf(place)) {
            case DatacenterWord.Serving serving -> calm(serving(place, serving, ballot));
            case DatacenterWord.Failing failing -> calm(failing(place, failing, ballot));
            case DatacenterWord.Unknown unknown -> silent(place, unknown, ballot, timers);
        };
    }

    private DatacenterWord wordOf(Placement place) {
        DatacenterWord word = words.get(place);
        return word == null ? new DatacenterWord.Unknown("no word") : word;
    }

    private Conclusion failing(Placement place, DatacenterWord.Failing failing, Ballot ballot) {
        if (!failing.byPush() && suspectSensors.contains(place.datacenter())) {
            return conclusion(
                    new Hold(false),
                    "E3",
                    "all services of " + place.datacenter() + " fail at once while outsiders are served ("
                            + ballot.words() + "): its sensor is suspect",
                    ballot,
                    true);
        }
        if (!failing.byPush() && massFailure && ballot.served() > 0) {
            return conclusion(
                    new Hold(false),
                    "W4",
                    place.datacenter()
                            + " says failing, as most of the deployment does at once, but outsiders are served ("
                            + ballot.words() + "): the probes are doubted",
                    ballot,
                    true);
        }
        return conclusion(
                new Failing(), "E3", place.datacenter() + " itself says failing: " + failing.reason(), ballot, false);
    }

    private Conclusion serving(Placement place, DatacenterWord.Serving word, Ballot ballot) {
        Site datacenter = place.datacenter();
        if (ballot.electorate().isEmpty()) {
            return servingBy(word, "its own word, nobody outside votes: " + word.reason(), ballot);
        }
        if (ballot.served() >= ballot.quorum()) {
            return servingBy(word, "its own word (" + word.reason() + ") and " + ballot.words(), ballot);
        }
        if (ballot.served() > 0) {
            return hold(true, datacenter + " says serving, votes are mixed: " + ballot.words(), ballot);
        }
        if (ballot.notServed() >= 2) {
            return pathDown(datacenter, "", ballot);
        }
        Optional<String> sign = Confirmation.of(evidence, place, policy(place).share(datacenter));
        if (ballot.notServed() == 1 && sign.isPresent()) {
            return pathDown(datacenter, ", and " + sign.get(), ballot);
        }
        return hold(
                false,
                datacenter + " says serving, no outside vote says served, too few say otherwise: " + ballot.words(),
                ballot);
    }

    private Conclusion servingBy(DatacenterWord.Serving word, String reason, Ballot ballot) {
        Condition condition = word.fraction() < 1 ? new Degraded(word.fraction()) : new Healthy(word.fraction());
        return conclusion(condition, "E3", reason, ballot, false);
    }

    private static Conclusion pathDown(Site datacenter, String sign, Ballot ballot) {
        return conclusion(
                new PathDown(),
                "E3",
                datacenter + " says serving, but nobody outside is served (" + ballot.words() + ")" + sign,
                ballot,
                true);
    }

    /**
     * Stale, or fresh without a word that counts. The silence goes on while a quorum says that it is lost: else a voter who is heard now
     * and then would start the count again each time.
     */
    private Step silent(Placement place, DatacenterWord.Unknown word, Ballot ballot, Timers timers) {
        Site datacenter = place.datacenter();
        String said = evidence.fresh(datacenter)
                ? datacenter + " has no word (" + word.reason() + ")"
                : datacenter + " is silent";
        if (isolated && !datacenter.equals(evidence.home())) {
            return calm(conclusion(
                    new Hold(false),
                    "E5",
                    said + ", but I am isolated: every other site is silent and most of my anchors are too",
                    ballot,
                    true));
        }
        if (ballot.served() > 0) {
            return calm(hold(false, said + ", but it serves: " + ballot.words(), ballot));
        }
        boolean soleVoter = ballot.electorate().size() == 1;
        if (datacenter.equals(evidence.home()) && (soleVoter || !ballot.hasQuorum())) {
            return calm(hold(false, said + "; never withdrawn for want of votes (" + ballot.words() + ")", ballot));
        }
        if (soleVoter && ballot.hasQuorum()) {
            return alone(place, said, ballot, timers);
        }
        if (ballot.hasQuorum()) {
            Conclusion lost =
                    conclusion(new Lost(), "E3", said + " and a quorum is not served: " + ballot.words(), ballot, true);
            return new Step(lost, timers.notAlone().silent(evidence.now()));
        }
        return onSilence(place, said, ballot, timers.notAlone());
    }

    /** Rule E6: alone, loss needs living anchors for a while. */
    private Step alone(Placement place, String said, Ballot ballot, Timers timers) {
        if (evidence.own().self().mostAnchorsSilent()) {
            return onSilence(place, said + ", I am alone and most anchors are silent", ballot, timers.notAlone());
        }
        Timers counting = timers.alone(evidence.now());
        Duration confirm = policy(place).silence().lossConfirm();
        if (evidence.now() - counting.aloneSince().orElseThrow() >= confirm.toMillis()) {
            return new Step(
                    conclusion(
                            new Lost(),
                            "E6",
                            said + ", and the only vantage left was not served for " + confirm.toMillis()
                                    + " ms with its anchors" + " answering: " + ballot.words(),
                            ballot,
                            true),
                    counting);
        }
        return onSilence(place, said + ", confirming the loss alone", ballot, counting);
    }

    /** Rule E6: votes are missing; the policy says what silence means. */
    private Step onSilence(Placement place, String said, Ballot ballot, Timers timers) {
        Timers counting = timers.silent(evidence.now());
        var silence = policy(place).silence();
        long lasted = evidence.now() - counting.silentSince().orElseThrow();
        if (silence.onSilence() == OnSilence.DRAIN && lasted >= silence.after().toMillis()) {
            return new Step(
                    conclusion(
                            new Silent(),
                            "E6",
                            said + " for " + silence.after().toSeconds() + " s with votes missing (" + ballot.words()
                                    + "): drained by onSilence",
                            ballot,
                            true),
                    counting);
        }
        String reason = said + ", votes are missing (" + ballot.words() + ")";
        return new Step(conclusion(new Hold(false), "E6", reason, ballot, true), counting);
    }

    private Policy policy(Placement place) {
        Policy policy = policies.get(place.service());
        if (policy == null) {
            throw new IllegalStateException("no policy for " + place);
        }
        return policy;
    }

    private static Conclusion hold(boolean mayAdvance, String reason, Ballot ballot) {
        return conclusion(new Hold(mayAdvance), "E3", reason, ballot, true);
    }

    private static Conclusion conclusion(
            Condition condition, String rule, String reason, Ballot ballot, boolean alarm) {
        return new Conclusion(condition, rule, reason, ballot.seen(), alarm);
    }

    private static Step calm(Condition condition, String rule, String reason, Ballot ballot) {
        return calm(conclusion(condition, rule, reason, ballot, false));
    }

    private static Step calm(Conclusion conclusion) {
        return new Step(conclusion, Timers.NONE);
    }
}
