package io.counterweight.engine.explain;

import java.util.stream.Stream;

/** A service that is being deleted (rule G7). */
final class Retiring implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.policy().retiring()
                ? Stream.of(Sentence.of(
                        Section.CHANGES,
                        "G7",
                        "The service retires: its answers end once every datacenter knows and two TTLs have passed."))
                : Stream.empty();
    }
}
