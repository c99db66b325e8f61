package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.SiteMemory;
import io.counterweight.engine.intent.IntentKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each numbered rule was at work: in decisions, and in what the world does between them. */
public final class Coverage {

    private final SortedMap<String, Long> fired = new TreeMap<>();

    void fired(String rule) {
        fired.merge(rule, 1L, Long::sum);
    }

    /** What a decision's records say that its predecessor's did not. */
    void decided(Optional<Decision> before, Decision now) {
        now.records().forEach((service, record) -> {
            Optional<DecisionRecord> last = before.map(Decision::records).map(records -> records.get(service));
            record.conclusions().forEach((site, conclusion) -> {
                boolean same = last.map(known -> known.conclusions().get(site))
                        .filter(known -> known.rule().equals(conclusion.rule()))
                        .filter(known -> known.condition().getClass()
                                == conclusion.condition().getClass())
                        .isPresent();
                if (!same) {
                    fired(conclusion.rule());
                }
                boolean sameVotes = last.map(known -> known.conclusions().get(site))
                        .filter(known -> known.votes().equals(conclusion.votes()))
                        .isPresent();
                if (!sameVotes) {
                    fired("E1");
                }
            });
            if (last.filter(known -> known.steps().equals(record.steps())).isEmpty()) {
                record.steps().forEach(step -> fired(step.rule()));
            }
        });
        if (before.isPresent()) {
            changed(before.get(), now);
        }
    }

    private void changed(Decision before, Decision now) {
        now.next().sites().forEach((site, memory) -> {
            SiteMemory known = before.next().sites().get(site);
            if (memory.staleSince().isPresent()
                    && known != null
                    && known.staleSince().isEmpty()) {
                fired("E2");
            }
        });
        if (now.report().stamp().incarnation() > before.report().stamp().incarnation()) {
            fired("G3");
        }
        now.ended().forEach(ended -> fired(ended.kind().equals(IntentKey.OVERRIDE) ? "W6" : "W4"));
        if (!now.records().keySet().equals(before.records().keySet())
                || !now.plan().fence().equals(before.plan().fence())) {
            fired("W7");
        }
    }

    /** By the rule's number. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(fired);
    }
}
