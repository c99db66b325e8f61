package io.counterweight.rulebook;

import io.counterweight.rulebook.HeldRules.HoldingTest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rule book's page. Under each rule stands a block between {@code <!-- tests:G1 -->} and {@code <!-- /tests -->} that lists the
 * tests which hold it, a class a line, those of simulated clusters apart, and the variants that break it on purpose. A rule that is not held yet has a line {@code later: <why>} above its block, or in it.
 */
final class RulePage {
    private static final Pattern BLOCK =
            Pattern.compile("<!-- tests:(\\S+) -->\\n(.*?)<!-- /tests -->", Pattern.DOTALL);
    private static final Pattern LATER = Pattern.compile("^later: *\\S.*$", Pattern.MULTILINE);

    /** Every numbered rule there is, in the order of the book. */
    static final List<String> RULES = Stream.of(numbered("G", 11), numbered("E", 10), numbered("W", 7), Stream.of("A"))
            .flatMap(each -> each)
            .toList();

    private RulePage() {}

    private static Stream<String> numbered(String letter, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(n -> letter + n);
    }

    /** What holds the rules, by rule: tests, and broken variants of which something must notice each. */
    record Book(SortedMap<String, SortedSet<HoldingTest>> held, SortedMap<String, SortedSet<String>> broken) {
        static Book of(SortedMap<String, SortedSet<HoldingTest>> held) {
            return new Book(held, new TreeMap<>());
        }
    }

    /** What is wrong with the page, in words for a person; empty when it says what the tests say. */
    static List<String> faults(String page, Book book) {
        SortedMap<String, SortedSet<HoldingTest>> held = book.held();
        List<String> faults = new ArrayList<>();
        held.keySet().stream()
                .filter(rule -> !RULES.contains(rule))
                .forEach(rule -> faults.add("@Rule(\"" + rule + "\") names no rule of the book; it is on "
                        + held.get(rule).first()));
        SortedMap<String, String> blocks = new TreeMap<>();
        SortedMap<String, Boolean> later = new TreeMap<>();
        Matcher block = BLOCK.matcher(page);
        for (int start = 0; block.find(); start = block.end()) {
            if (blocks.put(block.group(1), block.group(2)) != null) {
                faults.add(block.group(1) + " has two blocks: keep one");
            }
            later.put(
                    block.group(1),
                    LATER.matcher(page.substring(start, block.end())).find());
        }
        for (String rule : RULES) {
            SortedSet<HoldingTest> tests = held.getOrDefault(rule, new TreeSet<>());
            if (!blocks.containsKey(rule)) {
                faults.add(rule + " has no block '<!-- tests:" + rule + " -->'");
            } else if (!blocks.get(rule).equals(block(rule, blocks.get(rule), book))) {
                faults.add(rule + " lists other tests than those that hold it");
            } else if (tests.isEmpty() && !later.get(rule)) {
                faults.add(rule + " is held by no test: write one with @Rule(\"" + rule
                        + "\"), or a line 'later: <why>' above its block");
            }
        }
        return faults;
    }

    /** The page with every block written anew; blocks that are missing are added at the end. */
    static String rewritten(String page, Book book) {
        String complete = page;
        for (String rule : RULES) {
            if (!page.contains("<!-- tests:" + rule + " -->")) {
                complete += "\n### " + rule + "\n\n<!-- tests:" + rule + " -->\n<!-- /tests -->\n";
            }
        }
        return BLOCK.matcher(complete)
                .replaceAll(found -> Matcher.quoteReplacement("<!-- tests:" + found.group(1) + " -->\n"
                        + block(found.group(1), found.group(2), book) + "<!-- /tests -->"));
    }

    /** A block's inside: the reasons that stood in it, then a line for each class with its tests, then the broken variants. */
    private static String block(String rule, String before, Book book) {
        SortedSet<HoldingTest> tests = book.held().getOrDefault(rule, new TreeSet<>());
        String reasons = LATER.matcher(before)
                .results()
                .map(found -> found.group() + "\n")
                .collect(Collectors.joining());
        String simulated = lines(tests, true);
        String broken = book.broken().getOrDefault(rule, new TreeSet<>()).stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
        return reasons
                + lines(tests, false)
                + (simulated.isEmpty() ? "" : "\nsimulated:\n\n" + simulated)
                + (broken.isEmpty() ? "" : "\nbroken variants: " + broken + "\n");
    }

    private static String lines(SortedSet<HoldingTest> tests, boolean simulated) {
        SortedMap<String, List<String>> byType = new TreeMap<>();
        tests.stream().filter(test -> test.simulated() == simulated).forEach(test -> byType.computeIfAbsent(
                        test.type(), any -> new ArrayList<>())
                .add(test.method()));
        return byType.entrySet().stream()
                .map(type -> "- `" + type.getKey() + "` (" + type.getValue().size() + "): "
                        + String.join(", ", type.getValue()) + "\n")
                .collect(Collectors.joining());
    }
}
