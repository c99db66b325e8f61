package io.counterweight.rulebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Repository;
import io.counterweight.rulebook.HeldRules.HoldingTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keeps docs/rules.md true: with {@code -Drules.update=true} ({@code make rules}) it writes the page's lists of tests. */
class RuleBookTest {
    private static final Path PAGE = Repository.root().resolve("docs/rules.md");

    @Test
    void theRuleBookListsTheTestsThatHoldEachRule() throws IOException {
        SortedMap<String, SortedSet<HoldingTest>> held = HeldRules.collect();
        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "# The rule book\n";
        if (Boolean.getBoolean("rules.update")) {
            page = RulePage.rewritten(page, held);
            Files.writeString(PAGE, page);
        }
        List<String> faults = RulePage.faults(page, held);
        assertTrue(
                faults.isEmpty(),
                () -> "docs/rules.md and the tests differ: run `make rules` and look at what it changed\n  "
                        + String.join("\n  ", faults));
    }

    @Test
    void aRuleWithNeitherATestNorAReasonIsAFault() {
        String page = RulePage.rewritten("", new TreeMap<>());
        assertEquals(
                RulePage.RULES.size(), RulePage.faults(page, new TreeMap<>()).size());
        String reasoned = page.replaceAll("(?m)^(### .*)$", "$1\n\nlater: not built yet");
        assertEquals(List.of(), RulePage.faults(reasoned, new TreeMap<>()));
        assertEquals(
                RulePage.RULES.size(),
                RulePage.faults(reasoned.replace("later: not built yet", "later: "), new TreeMap<>())
                        .size());
    }

    @Test
    void aPageThatMissesATestIsAFaultUntilItIsWrittenAnew() {
        SortedMap<String, SortedSet<HoldingTest>> held = new TreeMap<>();
        RulePage.RULES.forEach(rule -> held.put(rule, new TreeSet<>(Set.of(new HoldingTest("ATest", "holds")))));
        String page = RulePage.rewritten("prose\n", held);
        assertTrue(page.startsWith("prose\n"));
        assertEquals(List.of(), RulePage.faults(page, held));
        held.get("E3").add(new HoldingTest("ATest", "holdsToo"));
        assertEquals(List.of("E3 lists other tests than those that hold it"), RulePage.faults(page, held));
        String again = RulePage.rewritten(page, held);
        assertTrue(again.contains("- `ATest` (2): holds, holdsToo\n"));
        assertEquals(List.of(), RulePage.faults(again, held));
    }

    @Test
    void aNumberThatIsNoRuleIsAFault() {
        SortedMap<String, SortedSet<HoldingTest>> held = new TreeMap<>();
        held.put("X1", new TreeSet<>(Set.of(new HoldingTest("ATest", "holds"))));
        assertTrue(RulePage.faults("", held).getFirst().startsWith("@Rule(\"X1\") names no rule of the book"));
    }
}
