package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.util.SortedMap;

/**
 * A condition with the evidence that led to it.
 *
 * @param rule the number of the rule that fired
 * @param reason why, in plain words
 * @param votes the votes at hand, counted or not, by vantage
 * @param alarm whether a person should look
 */
public record Conclusion(
        Condition condition, String rule, String reason, SortedMap<Site, Vote.Result> votes, boolean alarm) {

    public Conclusion {
        votes = Frozen.map(votes);
    }
}
