package io.counterweight.engine.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.evidence.Condition.Hold;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.kit.Policies;
import io.counterweight.engine.kit.Speaker;
import io.counterweight.engine.kit.Topologies;
import io.counterweight.engine.kit.Votes;
import io.counterweight.engine.kit.World;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The table of rule E3, a row for each of its lines and each tie, as east judges the service in west. The first vote is east's own,
 * the others are witnesses' (so the number of votes is the size of the electorate); {@code hold+} is a hold on which the ceiling may
 * advance; {@code missing} is a vantage that fell silent when the row began, or one without a vote.
 */
@Rule("E3")
class ConditionTableTest {

    private static final List<String> WITNESSES = List.of("north", "south", "lake", "hill");

    private final Speaker west = Speaker.of("west/a");
    private final List<Speaker> witnesses = new ArrayList<>();

    @ParameterizedTest(name = "{0} | {1} -> {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # west itself               | votes                                 | condition   | rule | alarm
            failing                     | served, served                        | failing     | E3   | n
            failing                     | refused, refused                      | failing     | E3   | n
            failing                     | missing, missing                      | failing     | E3   | n
            says failing                | served, served                        | failing     | E3   | n
            says failing                | missing, missing                      | failing     | E3   | n
            serving half                | served, served                        | degraded    | E3   | n
            serving half                | served, refused                       | hold+       | E3   | y
            serving half                | refused, refused                      | path-down   | E3   | y
            serving                     | served                                | healthy     | E3   | n
            serving                     | served, served                        | healthy     | E3   | n
            serving                     | served, served, missing               | healthy     | E3   | n
            serving                     | served, served, refused               | healthy     | E3   | n
            serving                     | served, served, served, refused, refused | healthy  | E3   | n
            serving                     | served, refused                       | hold+       | E3   | y
            serving                     | served, missing                       | hold+       | E3   | y
            serving                     | served, abstains                      | hold+       | E3   | y
            serving                     | served, refused, unreachable          | hold+       | E3   | y
            serving                     | served, served, refused, refused      | hold+       | E3   | y
            serving                     | refused, unreachable                  | path-down   | E3   | y
            serving                     | refused, refused, missing             | path-down   | E3   | y
            serving                     | unreachable, unreachable, missing, missing, missing | path-down | E3 | y
            serving, its probe fails    | unreachable                           | path-down   | E3   | y
            serving, its anchors fail   | unreachable                           | path-down   | E3   | y
            serving, its load collapses | unreachable                           | path-down   | E3   | y
            serving, its probe fails    | refused, missing                      | path-down   | E3   | y
            serving, its probe fails    | served, missing                       | hold+       | E3   | y
            serving, its probe fails    | abstains                              | hold        | E3   | y
            serving                     | unreachable                           | hold        | E3   | y
            serving                     | refused, missing                      | hold        | E3   | y
            serving                     | refused, abstains, missing            | hold        | E3   | y
            serving                     | abstains, abstains                    | hold        | E3   | y
            serving                     | missing, missing                      | hold        | E3   | y
            unknown                     | served, refused                       | hold        | E3   | y
            unknown                     | refused, refused                      | lost        | E3   | y
            unknown                     | refused, missing                      | hold        | E6   | y
            withdrawn                   | served, refused                       | hold        | E3   | y
            withdrawn                   | refused, refused                      | lost        | E3   | y
            withdrawn                   | refused, missing                      | hold        | E6   | y
            silent                      | served, served                        | hold        | E3   | y
            silent                      | served, refused, refused              | hold        | E3   | y
            silent                      | served, missing                       | hold        | E3   | y
            silent                      | refused, unreachable                  | lost        | E3   | y
            silent                      | refused, refused, missing             | lost        | E3   | y
            silent                      | refused, missing                      | hold        | E6   | y
            silent                      | refused, abstains                     | hold        | E6   | y
            silent                      | refused, refused, missing, missing    | hold        | E6   | y
            silent                      | missing, missing                      | hold        | E6   | y
            silent                      | unreachable                           | hold        | E6   | y
            never heard                 | served, served                        | never-heard | E3   | n
            never heard                 | refused, refused                      | never-heard | E3   | n
            """)
    void readsTheTable(String own, String votes, String condition, String rule, String alarm) {
        List<String> words = List.of(votes.split(", "));
        World east = world(words.size());
        Speaker[] all = own.equals("never heard") ? speakers(witnesses) : speakers(everybody());
        vote(east, List.of("served", "served", "served", "served", "served").subList(0, words.size()));
        west.sees.serving("shop", "w1", "w2");
        east.calm(all);

        state(own, east);
        vote(east, words);
        east.run(3_000, speakers(speaking(own, words)));

        Conclusion concluded = east.conclusion("shop", "west");
        assertEquals(condition, word(concluded.condition()), concluded::reason);
        assertEquals(rule, concluded.rule(), concluded::reason);
        assertEquals(alarm.equals("y"), concluded.alarm(), concluded::reason);
    }

    private World world(int electorate) {
        String[] names = WITNESSES.subList(0, electorate - 1).toArray(String[]::new);
        for (String name : names) {
            witnesses.add(Speaker.of(name + "/a").hearing(west));
        }
        World east = World.of(
                "east/a",
                Topologies.of("east", "west").and(names),
                Policies.weighted("shop")
                        .in("east", 1, "e1")
                        .in("west", 1, "w1", "w2")
                        .build());
        east.sees.serving("shop", "e1");
        return east;
    }

    private void state(String own, World east) {
        switch (own) {
            case "failing" -> west.sees.failing("shop", "w1", "w2");
            case "says failing" -> west.sees.pushed("shop", "monitor", 0, 1);
            case "serving half" -> west.sees.failing("shop", "w2");
            case "serving, its probe fails" -> west.sees.vote("shop", "west", Votes.unreachable());
            case "serving, its anchors fail" -> west.sees.anchors(4, 1);
            case "serving, its load collapses" -> {
                west.sees.load("shop", 0);
                east.applies("shop", "east", 500).applies("shop", "west", 500);
            }
            case "unknown" -> west.sees.unknown("shop", "w1", "w2");
            case "withdrawn" -> west.sees.failing("shop", "w1", "w2").wordWithdrawn(true);
            case "serving", "silent", "never heard" -> {}
            default -> throw new IllegalArgumentException("no such word: " + own);
        }
    }

    private void vote(World east, List<String> words) {
        vote(words.getFirst()).ifPresentOrElse(vote -> east.sees.vote("shop", "west", vote), () -> east.sees
                .nothing("shop")
                .serving("shop", "e1"));
        for (int i = 1; i < words.size(); i++) {
            Speaker witness = witnesses.get(i - 1);
            vote(words.get(i)).ifPresent(vote -> witness.sees.vote("shop", "west", vote));
        }
    }

    private static Optional<Vote> vote(String word) {
        return switch (word) {
            case "served" -> Optional.of(Votes.served());
            case "refused" -> Optional.of(Votes.refused());
            case "unreachable" -> Optional.of(Votes.unreachable());
            case "abstains" -> Optional.of(Votes.abstains());
            case "missing" -> Optional.empty();
            default -> throw new IllegalArgumentException("no such vote: " + word);
        };
    }

    private List<Speaker> everybody() {
        List<Speaker> all = new ArrayList<>(List.of(west));
        all.addAll(witnesses);
        return all;
    }

    private List<Speaker> speaking(String own, List<String> words) {
        List<Speaker> speaking = new ArrayList<>();
        if (!own.equals("silent") && !own.equals("never heard")) {
            speaking.add(west);
        }
        for (int i = 1; i < words.size(); i++) {
            if (!words.get(i).equals("missing")) {
                speaking.add(witnesses.get(i - 1));
            }
        }
        return speaking;
    }

    private static Speaker[] speakers(List<Speaker> speakers) {
        return speakers.toArray(Speaker[]::new);
    }

    private static String word(Condition condition) {
        return condition instanceof Hold hold && hold.mayAdvance() ? "hold+" : condition.word();
    }
}
