package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Question;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Reads what is asked of a recording. */
public final class ReplayQuestion {
    /** The policies in force where it is asked. */
    private static final String CURRENT = "current";

    private static final int MOST = 500;

    private ReplayQuestion() {}

    /** Reads a question; the first thing wrong is an {@link InvalidIntent}. */
    public static Question read(JsonNode json, Intents current) {
        Fields fields = Fields.of(json).only("from", "to", "policies");
        long from = fields.optional("from").map(text -> moment("from", text)).orElse(0L);
        long to = fields.optional("to").map(text -> moment("to", text)).orElse(Long.MAX_VALUE);
        if (from > to) {
            throw new InvalidIntent("from", "lies after to: exchange them");
        }
        JsonNode policies = json.path("policies");
        return new Question(
                from,
                to,
                policies.isTextual() && policies.textValue().equals(CURRENT)
                        ? current.policies()
                        : policies(policies, current.topology().datacenters()),
                MOST);
    }

    /** Policies by service, each as it would be written; of these datacenters. */
    public static SortedMap<ServiceName, Policy> policies(JsonNode json, SortedSet<Site> datacenters) {
        SortedMap<ServiceName, Policy> policies = new TreeMap<>();
        if (json.isMissingNode() || json.isNull()) {
            return policies;
        }
        if (!json.isObject()) {
            throw new InvalidIntent("policies", "is neither 'current' nor an object of policies by service");
        }
        json.properties().forEach(each -> {
            String at = "policies." + each.getKey();
            try {
                Policy policy = PolicyReader.read(each.getKey(), each.getValue(), datacenters);
                policies.put(policy.service(), policy);
            } catch (InvalidIntent e) {
                throw e.within(at);
            }
        });
        return policies;
    }

    /** Wall time in milliseconds. */
    public static long moment(String field, String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new InvalidIntent(field, "is no moment: write it like 2026-11-24T09:30:00Z, in UTC");
        }
    }
}
