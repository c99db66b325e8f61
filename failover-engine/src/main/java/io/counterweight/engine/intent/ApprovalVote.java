package io.counterweight.engine.intent;

/**
 * One person's word on one proposal; a later word of the same person takes its place.
 *
 * @param id of the intent: the proposal and the person
 * @param approves or rejects
 * @param breakGlass lets the proposal happen at once, whoever else consents; recorded with the reason
 * @param lengthMillis how long it counts, on its holders' monotonic clocks
 */
public record ApprovalVote(
        String id,
        String proposal,
        String person,
        boolean approves,
        boolean breakGlass,
        String reason,
        long lengthMillis) {

    /** The id of this person's word on this proposal. */
    public static String id(String proposal, String person) {
        return proposal + "/" + person;
    }

    /** What its remaining time is counted under, beside the ids of overrides. */
    public String clockKey() {
        return "approval:" + id;
    }
}
