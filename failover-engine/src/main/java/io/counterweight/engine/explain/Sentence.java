package io.counterweight.engine.explain;

import io.counterweight.engine.name.Site;
import java.util.Optional;

/**
 * One plain sentence of an explanation.
 *
 * @param datacenter the one that it is about; empty for the whole service
 * @param rule the number of the rule behind it
 */
public record Sentence(Section section, Optional<Site> datacenter, String rule, String text) {
    static Sentence of(Section section, Site datacenter, String rule, String text) {
        return new Sentence(section, Optional.of(datacenter), rule, text);
    }

    static Sentence of(Section section, String rule, String text) {
        return new Sentence(section, Optional.empty(), rule, text);
    }
}
