package io.counterweight.engine.explain;

import java.util.stream.Stream;

/** What is concluded on each datacenter, by which rule, from which votes. */
final class Conclusions implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.record().conclusions().entrySet().stream()
                .map(each -> Sentence.of(
                        Section.WHY,
                        each.getKey(),
                        each.getValue().rule(),
                        each.getKey() + " is " + each.getValue().condition().word() + ": "
                                + each.getValue().reason() + "."));
    }
}
