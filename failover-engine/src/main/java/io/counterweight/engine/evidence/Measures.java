package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.PushedWord;
import io.counterweight.engine.name.Placement;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the instances of a service in one datacenter push of how they do, beside their health (rule W3).
 *
 * @param errors the part of the requests that fail, 0 to 1: each sender counts by its load where all of them tell it, else alike; empty
 *     where nobody says
 * @param lagSeconds how far the data is behind: the most that any sender says; empty where nobody says
 */
public record Measures(OptionalDouble errors, OptionalDouble lagSeconds) {

    public static Measures of(Evidence evidence, Placement place) {
        List<PushedWord> words =
                List.copyOf(DatacenterWord.pushed(evidence.speaking(place.datacenter()), place.service())
                        .values());
        OptionalDouble lag = words.stream()
                .flatMapToDouble(word -> word.lagSeconds().stream())
                .max();
        return new Measures(errors(words), lag);
    }

    private static OptionalDouble errors(List<PushedWord> words) {
        List<PushedWord> telling =
                words.stream().filter(word -> word.errors().isPresent()).toList();
        double load =
                telling.stream().mapToDouble(word -> word.load().orElse(0)).sum();
        boolean weighed =
                load > 0 && telling.stream().allMatch(word -> word.load().isPresent());
        return weighed
                ? OptionalDouble.of(telling.stream()
                                .mapToDouble(word ->
                                        word.errors().orElse(0) * word.load().orElse(0))
                                .sum()
                        / load)
                : telling.stream().mapToDouble(word -> word.errors().orElse(0)).average();
    }
}
