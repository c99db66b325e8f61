package io.counterweight.engine.fact;

/**
 * What an application said when it was asked whether it is prepared to take traffic in its datacenter (rule W3).
 *
 * @param cause what it was asked for, by {@code shift.Preparations}: an answer counts for that alone
 * @param why in words, for people: the application's own where it gave any
 */
public record Prepared(String cause, Answer answer, String why) {

    /** What came of the question. */
    public enum Answer {
        READY,
        REFUSED,
        /** Nothing by the deadline, or nobody listens. */
        UNANSWERED
    }
}
