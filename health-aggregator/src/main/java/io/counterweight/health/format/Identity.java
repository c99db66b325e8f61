package io.counterweight.health.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.name.Placement;
import java.util.Optional;

/** Whether it was really this service in this datacenter that answered (rule E1): addresses are reused. */
final class Identity {

    private Identity() {}

    /** What is wrong; empty when the proof holds. */
    static Optional<String> wrong(Check.Identity proof, HttpAnswer answer, Placement place) {
        String wanted = proof.expected()
                .replace("{service}", place.service().value())
                .replace("{datacenter}", place.datacenter().value());
        String found =
                switch (proof.where()) {
                    case HEADER -> answer.header(proof.name()).orElse("");
                    case JSON_FIELD ->
                        Json.object(answer.body())
                                .map(body -> field(body, proof.name()))
                                .orElse("");
                };
        if (found.equals(wanted)) {
            return Optional.empty();
        }
        String shown = found.length() <= 60 ? found : found.substring(0, 60);
        return Optional.of("answered as '" + shown + "' in " + proof.name() + ", not as '" + wanted + "'");
    }

    private static String field(JsonNode body, String path) {
        JsonNode node = body;
        for (String part : path.split("\\.", -1)) {
            node = node.path(part);
        }
        return node.isValueNode() ? node.asText() : "";
    }
}
