package io.counterweight.engine;

import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.safety.Proposal;
import io.counterweight.engine.shift.OwnCeilings;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a person should look at now: named, deduplicated, with since, reason and next step (rule E3). */
final class Alarms {

    private static final int MOST_NAMED = 4;

    private final SortedMap<String, Alarm> before;
    private final long now;
    private final SortedMap<String, Alarm> standing = new TreeMap<>();

    private Alarms(SortedMap<String, Alarm> before, long now) {
        this.before = before;
        this.now = now;
    }

    static SortedMap<String, Alarm> standing(
            SortedMap<String, Alarm> before,
            Inputs inputs,
            Basis basis,
            Planning.Outcome outcome,
            OwnCeilings.Advanced own,
            long now) {
        Alarms alarms = new Alarms(before, now);
        Evidence evidence = basis.evidence();
        outcome.records().forEach((service, record) -> {
            record.conclusions().forEach((site, conclusion) -> alarms.conclusion(service + "@" + site, conclusion));
            alarms.refused(service, record.steps());
        });
        alarms.massFailure(outcome, inputs.self());
        alarms.disarmed(outcome.disarmed(), inputs.self());
        outcome.proposals().forEach(alarms::wanted);
        outcome.failedOpen()
                .forEach(
                        (service, rank) -> alarms.raise(
                                "fail-open",
                                service.toString(),
                                "E8",
                                "nothing with a weight is left to serve; the best class serves: " + rank.words(),
                                "Bring the service up in a datacenter that has a part of it by policy; see its conclusions in the state API."));
        if (evidence.isolated()) {
            alarms.raise(
                    "isolated",
                    evidence.home().toString(),
                    "E5",
                    "every other site is silent and most anchors are too",
                    "Check this datacenter's way out: routes, firewall, the links' port.");
        }
        if (inputs.started() && !evidence.isolated() && evidence.own().self().mostAnchorsSilent()) {
            alarms.raise(
                    "anchors-silent",
                    inputs.self().toString(),
                    "E5",
                    evidence.own().self().anchorsAnswering() + " of "
                            + evidence.own().self().anchors()
                            + " anchors answer though other sites are heard: they could not tell isolation from everybody's death",
                    "Correct probes.anchors, or open the way to them, before they are needed.");
        }
        if (evidence.own().self().wordWithdrawn()) {
            alarms.raise(
                    "word-withdrawn",
                    inputs.self().toString(),
                    "E4",
                    "its probes fail and no control target answers: what it says of failures does not count",
                    "Repair this controller's network, or correct probes.controlTargets.");
        }
        own.ceilings().forEach((service, ceiling) -> alarms.ceiling(service + "@" + evidence.home(), ceiling));
        ShiftAlarms.raise(alarms, inputs, basis, own);
        inputs.intents()
                .unreadable()
                .forEach(service -> alarms.raise(
                        "unreadable-intent",
                        service.toString(),
                        "G10",
                        "an intent on this service is written in a way that this version cannot read; the service is held",
                        "Upgrade this controller, or write the policy again."));
        DependencyAlarms.raise(alarms, inputs, basis.ties());
        EvacuationSteps.raise(alarms, outcome.evacuations());
        OverloadAlarms.raise(alarms, basis, inputs.intents().policies(), outcome);
        ExclusiveAlarms.raise(alarms, inputs, outcome);
        return alarms.standing;
    }

    private void conclusion(String subject, Conclusion conclusion) {
        if (!conclusion.alarm()) {
            return;
        }
        String nextStep =
                switch (conclusion.condition()) {
                    case Condition.Hold h ->
                        "Nothing moves until the evidence suffices. See its votes: who is missing, and who says otherwise? "
                                + "Probe the published addresses from there, and check the links.";
                    case Condition.PathDown p -> "The application is well inside: check what stands in front of it.";
                    case Condition.Lost l ->
                        "The datacenter is drained. Check its power, its network, its controllers.";
                    case Condition.Silent s ->
                        "Drained for want of any word. Bring back its controllers, or a witness.";
                    case Condition.NeverHeard n -> "Start its controllers, or take it out of the policy.";
                    case Condition.Failing f -> "Look at the application.";
                    case Condition.Stranded s -> "Look at " + s.callee() + ".";
                    case Condition.Degraded d -> "Look at the application.";
                    case Condition.Healthy h -> "Nothing to do.";
                };
        raise(conclusion.condition().word(), subject, conclusion.rule(), conclusion.reason(), nextStep);
    }

    /** All that was refused of one service is one alarm: a person has to see every refusal. */
    private void refused(ServiceName service, List<DecisionRecord.Step> steps) {
        List<DecisionRecord.Step> refused =
                steps.stream().filter(DecisionRecord.Step::refused).toList();
        if (!refused.isEmpty()) {
            raise(
                    "refused",
                    service.toString(),
                    joined(refused, DecisionRecord.Step::rule, ", "),
                    joined(refused, DecisionRecord.Step::text, "; "),
                    "Give the other datacenters capacity, change the order, or break the rule open explicitly.");
        }
    }

    private void massFailure(Planning.Outcome outcome, ControllerId self) {
        long doubted = outcome.records().values().stream()
                .flatMap(record -> record.conclusions().values().stream())
                .filter(conclusion -> conclusion.rule().equals("W4"))
                .count();
        if (doubted > 0) {
            raise(
                    "mass-failure",
                    self.toString(),
                    "W4",
                    "most services of the deployment fail by probes at once, but outsiders are served by " + doubted
                            + " of them: those are held",
                    "Look for what all probes share: a network, a name server, a certificate, a change that was rolled out"
                            + " everywhere. An application's own push is always believed.");
        }
    }

    private void disarmed(List<Placement> places, ControllerId self) {
        if (!places.isEmpty()) {
            raise(
                    "disarmed",
                    self.toString(),
                    "W4",
                    "no drill has passed of late of leaving "
                            + places.stream()
                                    .limit(MOST_NAMED)
                                    .map(Placement::toString)
                                    .collect(Collectors.joining(", "))
                            + (places.size() > MOST_NAMED ? " and " + (places.size() - MOST_NAMED) + " more" : "")
                            + ": there fractions lower nothing, and nothing returns by itself; losses leave all the same",
                    "Rehearse a failover and record it: POST /api/v1/drills.");
        }
    }

    private void wanted(Proposal proposal) {
        raise(
                "approval-wanted",
                proposal.id().toString(),
                "W4",
                proposal.by() + " wants to " + proposal.what() + " (" + proposal.why() + "); consents: "
                        + proposal.tally(),
                "Nothing of it happens before. Look at GET /api/v1/proposals, and approve or reject it there: "
                        + String.join(", ", proposal.approval().of()) + " may.");
    }

    private static String joined(
            List<DecisionRecord.Step> steps, Function<DecisionRecord.Step, String> part, String separator) {
        return steps.stream().map(part).distinct().collect(Collectors.joining(separator));
    }

    private void ceiling(String subject, Ceiling ceiling) {
        if (ceiling.phase() == Ceiling.Phase.LATCHED) {
            raise(
                    "latched",
                    subject,
                    "W3",
                    "incident " + ceiling.epoch() + " is over, and from " + Math.round(ceiling.share() * 100)
                            + " % on its policy waits for a person",
                    "Release it: an override with the action release and this incident's number.");
        }
    }

    /** Whether it stood before this decision. */
    boolean stood(String name, String subject) {
        return before.containsKey(Alarm.key(name, subject));
    }

    long now() {
        return now;
    }

    void raise(String name, String subject, String rule, String reason, String nextStep) {
        Alarm alarm = new Alarm(name, subject, rule, reason, nextStep, now);
        Alarm known = before.get(alarm.key());
        long since = known == null ? now : known.sinceMillis();
        standing.put(alarm.key(), new Alarm(name, subject, rule, reason, nextStep, since));
    }
}
