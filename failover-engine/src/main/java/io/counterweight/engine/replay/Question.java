package io.counterweight.engine.replay;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is asked of a recording.
 *
 * @param from wall time in milliseconds from which on the other policies are in force and decisions are compared
 * @param to wall time up to which
 * @param policies in place of those of the same services that were in force; empty to check the recording against this version
 * @param most differences to tell; the rest are counted
 */
public record Question(long from, long to, SortedMap<ServiceName, Policy> policies, int most) {

    public Question {
        policies = Frozen.map(policies);
    }

    boolean asksAt(long wallMillis) {
        return wallMillis >= from && wallMillis <= to;
    }

    Intents in(Intents recorded) {
        SortedMap<ServiceName, Policy> all = new TreeMap<>(recorded.policies());
        all.putAll(policies);
        return new Intents(
                recorded.topology(),
                recorded.policiesKnown() || !policies.isEmpty(),
                all,
                recorded.overrides(),
                recorded.unreadable(),
                recorded.safety());
    }
}
