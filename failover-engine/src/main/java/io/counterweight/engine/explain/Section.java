package io.counterweight.engine.explain;

/** The questions that an explanation answers, in the order in which people ask them. */
public enum Section {
    SERVED,
    WHY,
    REFUSED,
    CHANGES
}
