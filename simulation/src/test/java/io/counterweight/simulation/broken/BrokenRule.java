package io.counterweight.simulation.broken;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule that is broken on purpose, as somebody might break it by mistake.
 *
 * @param name of the variant, in kebab case
 * @param rule the number of the rule that it breaks
 * @param sentence what does not hold any more, in the words of the rule book
 * @param why what it leads to, or the counterexample that it repeats
 * @param edits of the sources; all of them together make the variant
 */
public record BrokenRule(String name, String rule, String sentence, String why, List<Edit> edits) {

    /**
     * A place in a source file.
     *
     * @param type the class, below {@code io.counterweight}, whose file it is
     * @param snippet what stands there once; blanks and line ends between its words do not matter
     * @param broken what stands there instead
     */
    public record Edit(String type, String snippet, String broken) {}

    public BrokenRule {
        edits = List.copyOf(edits);
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*") || !rule.matches("[GEW]\\d+|A")) {
            throw new IllegalArgumentException("broken rule " + name + " of rule " + rule);
        }
    }

    static BrokenRule of(String rule, String name, String sentence, String why) {
        return new BrokenRule(name, rule, sentence, why, List.of());
    }

    /** The variant with one more place changed. */
    BrokenRule edit(String type, String snippet, String broken) {
        List<Edit> all = new ArrayList<>(edits);
        all.add(new Edit(type, snippet, broken));
        return new BrokenRule(name, rule, sentence, why, all);
    }
}
