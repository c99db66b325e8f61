package io.counterweight.engine.safety;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;

/**
 * A move of a protected service that waits for people's consent (rule W4).
 *
 * @param what it would do, in words
 * @param why it is wanted
 * @param by the owner of the order, or {@code automation}
 * @param tally who has said what so far, in words
 * @param from the weights that are served
 * @param to the weights that this consent alone would lead to now
 */
public record Proposal(
        ProposalId id,
        Approval approval,
        String what,
        String why,
        String by,
        String tally,
        SortedMap<Site, Integer> from,
        SortedMap<Site, Integer> to) {

    public static final String AUTOMATION = "automation";

    public Proposal {
        from = Frozen.map(from);
        to = Frozen.map(to);
    }

    /** The same with what it would do to the weights. */
    public Proposal moving(SortedMap<Site, Integer> before, SortedMap<Site, Integer> after) {
        return new Proposal(id, approval, what, why, by, tally, before, after);
    }
}
