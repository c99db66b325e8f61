package io.counterweight.rulebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.kit.Repository;
import io.counterweight.rulebook.HeldRules.HoldingTest;
import io.counterweight.rulebook.RulePage.Book;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        Book book = new Book(HeldRules.collect(), BrokenVariants.collect());
        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "# The rule book\n";
        if (Boolean.getBoolean("rules.update")) {
            page = RulePage.rewritten(page, book);
            Files.writeString(PAGE, page);
        }
        List<String> faults = RulePage.faults(page, book);
        assertTrue(
                faults.isEmpty(),
                () -> "docs/rules.md and the tests differ: run `make rules` and look at what it changed\n  "
                        + String.join("\n  ", faults));
    }

    @Test
    void aRuleWithNeitherATestNorAReasonIsAFault() {
        String page = RulePage.rewritten("", Book.of(new TreeMap<>()));
        assertEquals(
                RulePage.RULES.size(),
                RulePage.faults(page, Book.of(new TreeMap<>())).size());
        String reasoned = page.replaceAll("(?m)^(### .*)$", "$1\n\nlater: not built yet");
        assertEquals(List.of(), RulePage.faults(reasoned, Book.of(new TreeMap<>())));
        assertEquals(
                RulePage.RULES.size(),
                RulePage.faults(reasoned.replace("later: not built yet", "later: "), Book.of(new TreeMap<>()))
                        .size());
    }

    @Test
    void aPageThatMissesATestIsAFaultUntilItIsWrittenAnew() {
        SortedMap<String, SortedSet<HoldingTest>> held = new TreeMap<>();
        RulePage.RULES.forEach(rule -> held.put(rule, new TreeSet<>(Set.of(new HoldingTest("ATest", "holds")))));
        String page = RulePage.rewritten("prose\n", Book.of(held));
        assertTrue(page.startsWith("prose\n"));
        assertEquals(List.of(), RulePage.faults(page, Book.of(held)));
        held.get("E3").add(new HoldingTest("ATest", "holdsToo"));
        assertEquals(List.of("E3 lists other tests than those that hold it"), RulePage.faults(page, Book.of(held)));
        String again = RulePage.rewritten(page, Book.of(held));
        assertTrue(again.contains("- `ATest` (2): holds, holdsToo\n"));
        assertEquals(List.of(), RulePage.faults(again, Book.of(held)));
    }

    @Test
    void simulatedStoriesAndBrokenVariantsAreListedApart() {
        SortedMap<String, SortedSet<HoldingTest>> held = new TreeMap<>();
        held.put(
                "E3",
                new TreeSet<>(Set.of(new HoldingTest("ATest", "holds"), new HoldingTest("BTest", "plays", true))));
        Book book = new Book(held, new TreeMap<>(Map.of("E3", new TreeSet<>(Set.of("hold-is-memory")))));
        String page = RulePage.rewritten("", book);
        assertTrue(page.contains("""
                - `ATest` (1): holds

                simulated:

                - `BTest` (1): plays

                broken variants: `hold-is-memory`
                <!-- /tests -->
                """));
        assertTrue(RulePage.faults(page, Book.of(held)).contains("E3 lists other tests than those that hold it"));
    }

    @Test
    void aNumberThatIsNoRuleIsAFault() {
        SortedMap<String, SortedSet<HoldingTest>> held = new TreeMap<>();
        held.put("X1", new TreeSet<>(Set.of(new HoldingTest("ATest", "holds"))));
        assertTrue(RulePage.faults("", Book.of(held)).getFirst().startsWith("@Rule(\"X1\") names no rule of the book"));
    }
}
