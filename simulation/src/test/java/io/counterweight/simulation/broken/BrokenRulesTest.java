package io.counterweight.simulation.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import io.counterweight.simulation.broken.Hunt.Effort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The list of broken rules is up to date, and the simulation notices the plainest of them; {@code make broken} hunts them all. */
class BrokenRulesTest {

    private static final int FEW_SEEDS = 6;
    private static final Set<String> PLAIN = Set.of("changed-plan-keeps-its-fence");

    @Test
    void everyVariantFindsItsPlaceAndCompiles() {
        Sources sources = Sources.ofThisCheckout();
        Compiler compiler = new Compiler();
        List<String> stale = new ArrayList<>();
        for (BrokenRule rule : BrokenRules.all()) {
            try {
                compiler.compile(sources.broken(rule));
            } catch (IllegalStateException e) {
                stale.add(e.getMessage());
            }
        }
        assertTrue(stale.isEmpty(), () -> String.join("\n", stale));
    }

    @Test
    void noTwoHaveOneName() {
        Set<String> names = new HashSet<>();
        BrokenRules.all().forEach(rule -> assertTrue(names.add(rule.name()), rule.name()));
    }

    @Test
    @Rule("A")
    void thePlainestAreCaughtWithinAFewSeeds() {
        List<BrokenRule> plain = BrokenRules.all().stream()
                .filter(rule -> PLAIN.contains(rule.name()))
                .toList();
        assertEquals(PLAIN.size(), plain.size());
        List<String> escaped = new Hunt(Sources.ofThisCheckout(), trace -> {})
                .hunt(plain, new Effort(FEW_SEEDS, 60)).stream()
                        .filter(trace -> !trace.caught())
                        .map(trace -> trace.rule().name())
                        .toList();
        assertEquals(List.of(), escaped);
    }
}
