package io.counterweight.engine.explain;

import java.util.stream.Stream;

/** One side of a situation that is worth a sentence or more. {@link Explainer} lists them all. */
interface Aspect {
    Stream<Sentence> of(Situation situation);
}
