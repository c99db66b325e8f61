package io.counterweight.engine.safety;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people have consented to (rule W4). Once enough consents counted at one moment anywhere, the proposal is granted for good: the
 * grants travel in reports and are merged by union, so that a consent that runs out later moves nothing back.
 *
 * @param granted by proposal: who consented, in words
 * @param votes those that still count
 */
public record Consents(SortedMap<String, String> granted, List<ApprovalVote> votes) {

    public Consents {
        granted = Frozen.map(granted);
        votes = List.copyOf(votes);
    }

    /**
     * The consents now.
     *
     * @param before what was granted at the last decision
     * @param heard what others say is granted, fresh or not: a grant does not age
     * @param counting the votes whose time is not over
     */
    public static Consents of(
            SortedMap<String, String> before,
            Collection<SortedMap<String, String>> heard,
            Intents intents,
            List<ApprovalVote> counting) {
        SortedMap<String, String> all = new TreeMap<>(before);
        heard.forEach(each -> each.forEach((id, words) -> all.merge(id, words, Consents::first)));
        for (ApprovalVote vote : counting) {
            grant(vote.proposal(), intents, counting).ifPresent(words -> all.putIfAbsent(vote.proposal(), words));
        }
        return new Consents(standing(all, intents), counting);
    }

    private static String first(String one, String other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Optional<String> grant(String proposal, Intents intents, List<ApprovalVote> counting) {
        Optional<ProposalId> id = ProposalId.parse(proposal);
        Optional<Approval> approval = id.flatMap(each -> approval(each, intents));
        if (approval.isEmpty()) {
            return Optional.empty();
        }
        Optional<ApprovalVote> broken = counting.stream()
                .filter(vote -> vote.proposal().equals(proposal) && vote.approves() && vote.breakGlass())
                .findFirst();
        if (broken.isPresent()) {
            return broken.map(vote -> "broken open by " + vote.person() + ": " + vote.reason());
        }
        String by = proposer(id.orElseThrow(), intents.overrides());
        List<String> people = approving(proposal, approval.get(), by, counting);
        return people.size() >= approval.get().needed()
                ? Optional.of("approved by " + String.join(", ", people))
                : Optional.empty();
    }

    /** Each person once, and never the one whose order it is. */
    private static List<String> approving(String proposal, Approval approval, String by, List<ApprovalVote> counting) {
        return counting.stream()
                .filter(vote -> vote.proposal().equals(proposal) && vote.approves())
                .map(ApprovalVote::person)
                .filter(person -> approval.of().contains(person) && !person.equals(by))
                .distinct()
                .sorted()
                .toList();
    }

    /** Whose order it is; automation's otherwise. */
    public static String proposer(ProposalId id, List<TrafficOverride> overrides) {
        return switch (id) {
            case ProposalId.Leave leave -> Proposal.AUTOMATION;
            case ProposalId.Order order ->
                overrides.stream()
                        .filter(each -> each.id().equals(order.override()))
                        .map(TrafficOverride::owner)
                        .findFirst()
                        .orElse(Proposal.AUTOMATION);
        };
    }

    private static Optional<Approval> approval(ProposalId id, Intents intents) {
        Policy policy = intents.policies().get(id.service());
        return policy == null ? Optional.empty() : policy.safety().approval();
    }

    /** Without what can never be asked for again: ended orders, all but the latest incident of each place, services unprotected. */
    private static SortedMap<String, String> standing(SortedMap<String, String> all, Intents intents) {
        SortedMap<Placement, ProposalId.Leave> latest = new TreeMap<>();
        List<ProposalId> kept = new ArrayList<>();
        all.keySet().stream()
                .map(ProposalId::parse)
                .flatMap(Optional::stream)
                .filter(id -> approval(id, intents).isPresent())
                .forEach(id -> {
                    switch (id) {
                        case ProposalId.Leave leave ->
                            latest.merge(
                                    new Placement(leave.service(), leave.datacenter()),
                                    leave,
                                    (one, other) -> one.epoch() >= other.epoch() ? one : other);
                        case ProposalId.Order order -> {
                            if (intents.overrides().stream()
                                    .anyMatch(each -> each.id().equals(order.override()))) {
                                kept.add(order);
                            }
                        }
                    }
                });
        kept.addAll(latest.values());
        SortedMap<String, String> standing = new TreeMap<>();
        kept.forEach(id -> standing.put(id.toString(), Objects.requireNonNull(all.get(id.toString()))));
        return standing;
    }

    public boolean given(ProposalId id) {
        return granted.containsKey(id.toString());
    }

    /** As if this were granted too. */
    public Consents with(ProposalId id) {
        SortedMap<String, String> more = new TreeMap<>(granted);
        more.put(id.toString(), "");
        return new Consents(more, votes);
    }

    /** Who has said what: "1 of 2, ben approves, cy rejects". */
    public String tally(ProposalId id, Approval approval, String by) {
        List<String> words = new ArrayList<>();
        words.add(approving(id.toString(), approval, by, votes).size() + " of " + approval.needed());
        votes.stream()
                .filter(vote -> vote.proposal().equals(id.toString()))
                .map(vote -> vote.person() + (vote.approves() ? " approves" : " rejects"))
                .forEach(words::add);
        return String.join(", ", words);
    }
}
