package io.counterweight.engine.explain;

import java.util.stream.Stream;

/** The rules that led from the policy to the weights; and what they refused. */
final class Steps implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.record().steps().stream()
                .map(step -> Sentence.of(
                        step.refused() ? Section.REFUSED : Section.WHY, step.rule(), capital(step.text()) + "."));
    }

    private static String capital(String text) {
        return text.startsWith("wanted") || text.startsWith("nothing")
                ? Character.toUpperCase(text.charAt(0)) + text.substring(1)
                : text;
    }
}
