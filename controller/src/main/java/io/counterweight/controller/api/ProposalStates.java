package io.counterweight.controller.api;

import io.counterweight.controller.loop.Standing;
import io.counterweight.engine.Alarm;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.safety.Proposal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** Proposals as people and programs read them. */
final class ProposalStates {

    /**
     * One that waits.
     *
     * @param by the owner of the order, or automation
     * @param from the weights that are served
     * @param to the weights that this consent alone would lead to now
     */
    record ProposalState(
            String id,
            ServiceName service,
            String what,
            String why,
            String by,
            SortedMap<Site, Integer> from,
            SortedMap<Site, Integer> to,
            SortedSet<String> of,
            int needed,
            List<Said> said,
            long forSeconds) {}

    /** What one person says of it, and how long that still counts. */
    record Said(String person, boolean approves, boolean breakGlass, String reason, long remainingSeconds) {}

    private ProposalStates() {}

    static List<ProposalState> of(Standing standing) {
        return standing.decision().proposals().stream()
                .map(each -> state(standing, each))
                .toList();
    }

    private static ProposalState state(Standing standing, Proposal proposal) {
        String id = proposal.id().toString();
        long since = Optional.ofNullable(standing.decision().alarms().get("approval-wanted:" + id))
                .map(Alarm::sinceMillis)
                .orElse(standing.now());
        return new ProposalState(
                id,
                proposal.id().service(),
                proposal.what(),
                proposal.why(),
                proposal.by(),
                proposal.from(),
                proposal.to(),
                proposal.approval().of(),
                proposal.approval().needed(),
                standing.intents().safety().votes().stream()
                        .filter(vote -> vote.proposal().equals(id))
                        .map(vote -> said(standing, vote))
                        .toList(),
                Math.max(0, standing.now() - since) / 1000);
    }

    private static Said said(Standing standing, ApprovalVote vote) {
        long left = standing.decision().report().remainingMillis().getOrDefault(vote.clockKey(), vote.lengthMillis());
        return new Said(vote.person(), vote.approves(), vote.breakGlass(), vote.reason(), (left + 999) / 1000);
    }
}
