package io.counterweight.engine.replay;

import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One of two decisions that are compared.
 *
 * @param weights of the whole
 * @param conclusions on each datacenter, as words
 * @param steps the rules that led to the weights
 */
public record Side(
        SortedMap<Site, Integer> weights, SortedMap<Site, String> conclusions, List<DecisionRecord.Step> steps) {

    public Side {
        weights = Frozen.map(weights);
        conclusions = Frozen.map(conclusions);
        steps = List.copyOf(steps);
    }

    static Side of(DecisionRecord record) {
        SortedMap<Site, String> conclusions = new TreeMap<>();
        record.conclusions()
                .forEach((site, conclusion) -> conclusions.put(
                        site,
                        conclusion.condition().word() + " (" + conclusion.rule() + ", " + conclusion.reason() + ")"));
        return new Side(record.after(), conclusions, record.steps());
    }

    /** The weights and why, but for what the other says as well. */
    String words(Side other) {
        String concluded = conclusions.entrySet().stream()
                .filter(each -> !each.getValue().equals(other.conclusions.get(each.getKey())))
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; "));
        String stepped = steps.stream()
                .filter(step -> !other.steps.contains(step))
                .map(step -> step.rule() + (step.refused() ? " refused: " : ": ") + step.text())
                .collect(Collectors.joining("; "));
        String why = concluded.isEmpty() || stepped.isEmpty() ? concluded + stepped : concluded + "; " + stepped;
        return Gist.words(weights) + (why.isEmpty() ? "" : " [" + why + "]");
    }
}
