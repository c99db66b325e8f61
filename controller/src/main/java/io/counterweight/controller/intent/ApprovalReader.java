package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.controller.config.Times;
import io.counterweight.engine.intent.ApprovalVote;
import java.time.Duration;
import java.util.List;

/** Reads a person's word on a proposal. What it is about, and how long it counts, the accepting controller writes into it. */
public final class ApprovalReader {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3);

    private ApprovalReader() {}

    /** Reads a complete word; the first thing wrong is an {@link InvalidIntent}. */
    public static ApprovalVote read(String id, String person, JsonNode json) {
        Fields fields = Fields.of(json).only("vote", "reason", "breakGlass", "proposal", "length");
        boolean approves =
                switch (fields.text("vote")) {
                    case "approve" -> true;
                    case "reject" -> false;
                    default ->
                        throw new InvalidIntent(
                                "vote", "'" + Fields.shortened(fields.text("vote")) + "' is none of approve, reject");
                };
        if (!approves && fields.flag("breakGlass")) {
            throw new InvalidIntent("breakGlass", "is not read with vote reject: leave it out, or change that");
        }
        return new ApprovalVote(
                id,
                fields.text("proposal"),
                person,
                approves,
                fields.flag("breakGlass"),
                fields.text("reason"),
                fields.time("length", LONGEST, SHORTEST, LONGEST).toMillis());
    }

    /** The body with what it is about in it; a caller who writes that himself is refused. */
    public static JsonNode complete(JsonNode json, String proposal, Duration expires) {
        Fields.of(json);
        for (String own : List.of("proposal", "length")) {
            if (json.has(own)) {
                throw new InvalidIntent(own, "is written by the controller: leave it out");
            }
        }
        ObjectNode copy = json.deepCopy();
        return copy.put("proposal", proposal).put("length", Times.words(expires));
    }
}
