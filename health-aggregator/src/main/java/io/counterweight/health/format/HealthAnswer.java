package io.counterweight.health.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.name.Placement;
import java.util.Optional;

/**
 * Reads an HTTP answer by its check. A format that the policy names is demanded; with {@code AUTO} the content type and the shape
 * decide, and an answer in no known shape goes by its status.
 */
public final class HealthAnswer {

    private HealthAnswer() {}

    public static Reading read(Check check, HttpAnswer answer, Placement place) {
        Optional<String> impostor = check.identity().flatMap(proof -> Identity.wrong(proof, answer, place));
        if (impostor.isPresent()) {
            return new Reading.Failing(impostor.get());
        }
        if (answer.header("x-envoy-immediate-health-check-fail").isPresent()) {
            return new Reading.Failing("x-envoy-immediate-health-check-fail");
        }
        Reading reading = byFormat(check, answer);
        return answer.header("x-envoy-degraded").isPresent()
                ? reading.atMost(Reading.DEGRADED, "x-envoy-degraded")
                : reading;
    }

    private static Reading byFormat(Check check, HttpAnswer answer) {
        return switch (check.format()) {
            case AUTO -> byShape(check, answer);
            case STATUS_ONLY -> byStatus(check, answer.status());
            case MICROPROFILE ->
                answer.body().isBlank()
                        ? MicroProfileHealth.undetermined(answer.status())
                        : json(answer, body -> MicroProfileHealth.read(answer.status(), body));
            case SPRING_BOOT -> json(answer, body -> SpringBootHealth.read(answer.status(), body));
            case IETF_HEALTH_JSON -> json(answer, body -> IetfHealth.read(answer.status(), body));
            case ASP_NET ->
                AspNetHealth.isWord(answer.body())
                        ? AspNetHealth.read(answer.status(), answer.body())
                        : json(answer, body -> AspNetHealth.read(answer.status(), Json.text(body, "status")));
            case HAPROXY_AGENT -> HaproxyAgent.silent().heard(answer.body()).reading();
            case TEXT_MATCH -> byText(check, answer);
        };
    }

    private static Reading byShape(Check check, HttpAnswer answer) {
        if (AspNetHealth.isWord(answer.body())) {
            return AspNetHealth.read(answer.status(), answer.body());
        }
        Optional<JsonNode> object = answer.truncated() ? Optional.empty() : Json.object(answer.body());
        if (object.isEmpty() || !object.get().path("status").isTextual()) {
            return byStatus(check, answer.status());
        }
        JsonNode body = object.get();
        String word = Json.text(body, "status");
        if (AspNetHealth.isWord(word)) {
            return AspNetHealth.read(answer.status(), word);
        }
        if (answer.mediaType().equals("application/health+json") || IetfHealth.isWord(word)) {
            return IetfHealth.read(answer.status(), body);
        }
        if (body.path("checks").isArray()) {
            return MicroProfileHealth.read(answer.status(), body);
        }
        boolean spring = body.has("components")
                || body.has("groups")
                || answer.mediaType().startsWith("application/vnd.spring-boot")
                || word.equals("UP")
                || word.equals("DOWN")
                || word.equals("OUT_OF_SERVICE");
        if (spring) {
            return SpringBootHealth.read(answer.status(), body);
        }
        // In capitals these two words are others'; in any other case only the draft's aliases are meant.
        boolean alias = word.equalsIgnoreCase("up") || word.equalsIgnoreCase("down");
        return alias ? IetfHealth.read(answer.status(), body) : byStatus(check, answer.status());
    }

    private static Reading byStatus(Check check, int status) {
        return status >= check.statusMin() && status <= check.statusMax()
                ? Reading.serving("status " + status)
                : new Reading.Failing("status " + status);
    }

    private static Reading byText(Check check, HttpAnswer answer) {
        Reading status = byStatus(check, answer.status());
        if (!(status instanceof Reading.Serving)) {
            return status;
        }
        String wanted = check.bodyMatch().orElse("");
        return switch (BodyMatch.find(wanted, answer.body())) {
            case FOUND -> Reading.serving("the body matches");
            case MISSING ->
                new Reading.Failing("the body does not match '" + wanted + "'"
                        + (answer.truncated() ? " within what is read of it" : ""));
            case TOO_COSTLY ->
                new Reading.Failing(
                        "matching '" + wanted + "' takes too long on this body: use a pattern that backtracks less");
            case NO_PATTERN -> new Reading.Failing("'" + wanted + "' is no regular expression: correct check.body");
        };
    }

    private interface JsonReader {
        Reading read(JsonNode body);
    }

    private static Reading json(HttpAnswer answer, JsonReader reader) {
        if (answer.truncated()) {
            return new Reading.Failing("the body is longer than what is read of it, status " + answer.status());
        }
        return Json.object(answer.body())
                .map(reader::read)
                .orElseGet(() -> new Reading.Failing(
                        "the body is no JSON object that can be read one way, status " + answer.status()));
    }
}
