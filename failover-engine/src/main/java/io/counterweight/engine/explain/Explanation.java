package io.counterweight.engine.explain;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.SortedMap;

/**
 * One service explained, as one controller sees it.
 *
 * @param weights of the whole
 * @param since the decision that set each weight
 */
public record Explanation(
        ServiceName service,
        SortedMap<Site, Integer> weights,
        SortedMap<Site, Origin> since,
        List<Sentence> sentences) {
    public Explanation {
        weights = Frozen.map(weights);
        since = Frozen.map(since);
        sentences = List.copyOf(sentences);
    }

    public List<Sentence> of(Section section) {
        return sentences.stream().filter(each -> each.section() == section).toList();
    }

    /** The whole as a page of plain text. */
    public String text() {
        StringBuilder page = new StringBuilder(service.toString()).append('\n');
        for (Section section : Section.values()) {
            page.append('\n').append(heading(section)).append('\n');
            List<Sentence> said = of(section);
            if (said.isEmpty()) {
                page.append("  Nothing.\n");
            }
            said.forEach(each -> page.append("  ")
                    .append(each.text())
                    .append(" [")
                    .append(each.rule())
                    .append("]\n"));
        }
        return page.toString();
    }

    private static String heading(Section section) {
        return switch (section) {
            case SERVED -> "What is served";
            case WHY -> "Why";
            case REFUSED -> "What was refused";
            case CHANGES -> "What would change it";
        };
    }
}
