package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Candidate;
import io.counterweight.engine.safety.Proposal;
import io.counterweight.engine.safety.ProposalId;
import io.counterweight.engine.shift.CeilingReader;
import io.counterweight.engine.shift.Preparations.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a protected service's plan may be made from (rule W4): candidates and orders as people have consented to them, and what waits
 * for their consent. Of every other service all candidates and orders.
 */
final class Guards {

    private static final String BY_APPROVAL =
            "refused by approval: a fraction moves nothing of a protected service, a pin does";

    private final Basis basis;
    private final Policy policy;
    private final double deadBand;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<TrafficOverride> orders = new ArrayList<>();
    private final List<Proposal> proposals = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private Optional<Question> question = Optional.empty();

    private Guards(Basis basis, Policy policy, double deadBand) {
        this.basis = basis;
        this.policy = policy;
        this.deadBand = deadBand;
    }

    static Guards of(Basis basis, Policy policy, double deadBand) {
        Guards guards = new Guards(basis, policy, deadBand);
        Optional<Approval> approval = policy.safety().approval();
        if (approval.isEmpty()) {
            basis.candidates(policy).forEach(each -> guards.candidates.add(guards.armed(each)));
            basis.overrides().forEach(guards::order);
            return guards;
        }
        basis.candidates(policy).forEach(each -> guards.candidates.add(guards.consented(each, approval.get())));
        basis.overrides().stream()
                .filter(each -> each.concerns(policy.service()))
                .filter(each -> guards.consented(each, approval.get()))
                .forEach(guards::order);
        return guards;
    }

    /** An order as far as it asks anything of the service now. */
    private void order(TrafficOverride override) {
        basis.evacuations().asks(override, policy.service()).ifPresent(this::prepared);
    }

    /** A soft drain waits until those that take over are prepared. */
    private void prepared(TrafficOverride asked) {
        if (policy.shifting().before().isEmpty() || !(asked.action() instanceof Action.Drain)) {
            orders.add(asked);
            return;
        }
        Takeover takeover = new Takeover(basis, policy, candidates(), orders(), asked);
        SortedSet<Site> takers = takeover.takers(deadBand);
        takeover.question(takers).ifPresent(each -> question = Optional.of(each));
        takeover.waits(takers).ifPresentOrElse(steps::add, () -> orders.add(asked));
    }

    /** What the application of the own datacenter is asked before an order sends it clients. */
    Optional<Question> question() {
        return question;
    }

    List<Candidate> candidates() {
        return policy.mode() == Mode.NEAREST
                ? HomeRooms.of(policy, basis.homes()).over(candidates, orders, deadBand)
                : List.copyOf(candidates);
    }

    List<TrafficOverride> orders() {
        return List.copyOf(orders);
    }

    /** What waits; what it would do to the weights is still to be filled in. */
    List<Proposal> proposals() {
        return List.copyOf(proposals);
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Where no drill has passed of late, a fraction lowers nothing that still serves. */
    private Candidate armed(Candidate candidate) {
        return basis.arming().armed(new Placement(policy.service(), candidate.datacenter()))
                ? candidate
                : whole(candidate, "refused by arming: no drill of leaving it has passed of late");
    }

    /** Without consent an incident lowers nothing: the datacenter keeps what its ceiling gave it before. */
    private Candidate consented(Candidate candidate, Approval approval) {
        if (candidate.condition() instanceof Condition.NeverHeard) {
            return candidate;
        }
        Placement place = new Placement(policy.service(), candidate.datacenter());
        boolean bad = candidate.condition().bad();
        ProposalId.Leave leave =
                new ProposalId.Leave(policy.service(), candidate.datacenter(), bad ? cause(place) : known(place));
        if (basis.consents().given(leave)) {
            if (bad) {
                said(leave, "leaving " + candidate.datacenter());
            }
            return whole(candidate, BY_APPROVAL);
        }
        double kept = CeilingReader.stated(basis.evidence(), place)
                .map(ceiling -> ceiling.share())
                .orElse(candidate.ceiling());
        if (!bad) {
            return whole(candidate, BY_APPROVAL).withCeiling(kept);
        }
        if (kept == 0) {
            return candidate;
        }
        wants(
                leave,
                approval,
                "leave " + candidate.datacenter() + ": " + candidate.condition().word(),
                basis.conclusion(place).map(each -> each.reason()).orElse(""),
                Optional.empty());
        return candidate.held(kept);
    }

    /** A fraction moves nothing of it: people pin its weights. */
    private Candidate whole(Candidate candidate, String why) {
        double offered = candidate.offered();
        boolean lowers = !candidate.condition().bad() && offered > 0 && offered < 1;
        if (lowers && 1 - offered > deadBand) {
            steps.add(new Step(
                    "W4",
                    "wanted to lower " + candidate.datacenter() + ", which offers " + Math.round(offered * 100) + " %, "
                            + why,
                    true));
        }
        return lowers ? candidate.withOffered(1) : candidate;
    }

    private boolean consented(TrafficOverride override, Approval approval) {
        ProposalId.Order order = new ProposalId.Order(policy.service(), override.id());
        if (basis.consents().given(order)) {
            said(order, override.owner() + "'s order to " + words(override.action()));
            return true;
        }
        if (override.breakGlass()) {
            return true;
        }
        if (!(override.action() instanceof Action.Release release) || lifts(release)) {
            wants(order, approval, words(override.action()), override.reason(), Optional.of(override));
        }
        return false;
    }

    private boolean lifts(Action.Release release) {
        long wanted = release.epochs().getOrDefault(policy.service(), 0L);
        return wanted
                > basis.stated(new Placement(policy.service(), release.datacenter()))
                        .releasedEpoch();
    }

    private void wants(ProposalId id, Approval approval, String what, String why, Optional<TrafficOverride> override) {
        String by = override.map(TrafficOverride::owner).orElse(Proposal.AUTOMATION);
        String tally = basis.consents().tally(id, approval, by);
        proposals.add(new Proposal(id, approval, what, why, by, tally, new TreeMap<>(), new TreeMap<>()));
        steps.add(new Step(
                "W4",
                by + " wanted to " + what + ", refused by approval: " + tally + " (" + id + ")",
                true,
                override.map(TrafficOverride::id)));
    }

    private void said(ProposalId id, String what) {
        String who = basis.consents().granted().getOrDefault(id.toString(), "");
        steps.add(new Step("W4", what + " was " + who + " (" + id + ")", false));
    }

    private static String words(Action action) {
        return switch (action) {
            case Action.Drain drain -> "drain " + drain.datacenter();
            case Action.Evacuate evacuate -> "evacuate " + evacuate.datacenter();
            case Action.Pin pin -> "pin weights";
            case Action.Hold hold -> "hold weights";
            case Action.Release release ->
                "release " + release.datacenter()
                        + (release.upTo() < Action.Release.ALL ? " up to " + release.upTo() + " %" : "");
            case Action.Promote promote -> "promote " + promote.datacenter();
        };
    }

    /** The incident behind a bad condition: the latest that anybody states, else the one that would be opened. */
    private long cause(Placement place) {
        long stated = basis.evidence().allSpeaking().stream()
                .mapToLong(report -> report.of(place.service()).incidents().getOrDefault(place.datacenter(), 0L))
                .max()
                .orElse(0);
        long latest = Math.max(stated, basis.incidents().open().getOrDefault(place, 0L));
        return latest > 0 ? latest : basis.stated(place).epoch() + 1;
    }

    private long known(Placement place) {
        return Math.max(basis.incidents().known(place), basis.stated(place).epoch());
    }
}
