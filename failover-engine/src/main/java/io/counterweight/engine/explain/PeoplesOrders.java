package io.counterweight.engine.explain;

import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import java.util.stream.Stream;

/** People's orders on the service, and what happens when they end (rule W6). */
final class PeoplesOrders implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.overrides().stream().flatMap(override -> of(override, situation));
    }

    private static Stream<Sentence> of(TrafficOverride override, Situation situation) {
        String until = situation.refused(override)
                ? " is refused for now, and is followed as soon as it breaks no rule, until it ends in "
                : " ends in ";
        String left = until + Words.time(situation.remaining(override));
        return switch (override.action()) {
            case Action.Drain drain ->
                Stream.of(Sentence.of(
                        Section.CHANGES,
                        drain.datacenter(),
                        "W6",
                        "The drain of " + drain.datacenter() + by(override) + left + "; then " + drain.datacenter()
                                + " returns through its ceiling."));
            case Action.Evacuate evacuate ->
                Stream.of(Sentence.of(
                        Section.CHANGES,
                        evacuate.datacenter(),
                        "W6",
                        "The evacuation of " + evacuate.datacenter() + by(override) + left + "; then "
                                + evacuate.datacenter() + " returns through its ceiling, callees first."));
            case Action.Pin pin -> Stream.of(weights("The pin", override, left));
            case Action.Hold hold -> Stream.of(weights("The hold", override, left));
            case Action.Release release -> Stream.empty();
            case Action.Promote promote ->
                Stream.of(Sentence.of(
                        Section.CHANGES,
                        promote.datacenter(),
                        "E7",
                        "The promotion of " + promote.datacenter() + by(override) + left
                                + "; then the policy decides again, and the lease counts."));
        };
    }

    private static Sentence weights(String what, TrafficOverride override, String left) {
        return Sentence.of(
                Section.CHANGES, "W6", what + by(override) + left + "; then the weights are the policy's again.");
    }

    private static String by(TrafficOverride override) {
        return " by " + override.owner() + " (" + override.reason() + ")";
    }
}
