package io.counterweight.controller.api;

import io.counterweight.engine.intent.IntentEntry;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Entity tags: whoever changes something names the version that he has seen, so that nobody overwrites what he has not. */
final class Versions {
    private static final Pattern TAG = Pattern.compile("\"[^\"]+\"");

    private Versions() {}

    static String tag(IntentEntry entry) {
        return "\"" + entry.stamp() + "\"";
    }

    /** An answer to a GET, with the tag of the version in force, where one was ever written over the API. */
    static Response answer(Object body, Optional<IntentEntry> inForce) {
        Response.ResponseBuilder answer = Response.ok(body);
        inForce.ifPresent(entry -> answer.header("ETag", tag(entry)));
        return answer.build();
    }

    /** Refuses a change of what is there already unless it names the version in force. */
    static void match(String what, @Nullable String ifMatch, Optional<IntentEntry> before) {
        if (before.isPresent() && (ifMatch == null || ifMatch.isBlank())) {
            throw Problem.exception(
                    428, "which version?", what + " is there already: GET it, and send its ETag as If-Match");
        }
        String wanted = ifMatch == null ? "" : ifMatch.trim();
        if (!wanted.isEmpty() && !TAG.matcher(wanted).matches()) {
            throw Problem.exception(
                    400,
                    "which version?",
                    "If-Match is " + Problem.shortened(wanted)
                            + ", which is not one version: GET it, and send its ETag as it is, with its quotes");
        }
        if (!wanted.isEmpty() && !before.map(Versions::tag).map(wanted::equals).orElse(false)) {
            throw Problem.exception(
                    409,
                    "changed by somebody else",
                    what + " is no longer version " + Problem.shortened(wanted) + ": GET it, look at the change"
                            + before.map(entry -> " by " + entry.author()).orElse(" (it is deleted)")
                            + ", and send yours again with the new ETag");
        }
    }
}
