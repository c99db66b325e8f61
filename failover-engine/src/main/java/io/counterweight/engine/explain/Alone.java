package io.counterweight.engine.explain;

import io.counterweight.engine.exclusive.Tenure;
import java.util.Optional;
import java.util.stream.Stream;

/** What would make this name server answer an exclusive service otherwise (rule E7). */
final class Alone implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return Optional.ofNullable(situation
                        .decision()
                        .next()
                        .exclusive()
                        .tenures()
                        .get(situation.policy().service()))
                .stream()
                .flatMap(tenure -> of(tenure, situation.standpoint().now()));
    }

    private static Stream<Sentence> of(Tenure tenure, long now) {
        if (tenure.named().isPresent()) {
            return Stream.of(change("This name server answers with " + tenure.named().get()
                    + " alone, and nothing at all from " + Words.time(Math.max(1, tenure.untilMillis() - now))
                    + " from now on if nothing renews its right to."));
        }
        return tenure.claim().stream()
                .map(claim -> change("This name server answers " + claim.datacenter() + " as soon as a majority of the voting"
                        + " set echoes it"
                        + (tenure.missing().isEmpty()
                                ? ""
                                : " and these agree or are gone: " + Words.list(tenure.missing()))
                        + "; a person's promotion stands against whoever is silent."));
    }

    private static Sentence change(String text) {
        return Sentence.of(Section.CHANGES, "E7", text);
    }
}
