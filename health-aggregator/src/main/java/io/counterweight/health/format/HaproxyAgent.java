package io.counterweight.health.format;

import java.util.Locale;
import java.util.Optional;

/**
 * HAProxy's agent-check: one ASCII line with words in any order, and a remark behind {@code #} up to the line's end. What a line does not mention
 * stays as the agent last said it: only the agent undoes its own drain ({@code ready}) and its own down ({@code up}). The weight is
 * relative to the initial one.
 *
 * @param admin {@code drain} or {@code maint} while that stands
 * @param health {@code down}, {@code fail} or {@code stopped}, with its remark, while that stands
 * @param spoke whether the agent ever said how it is
 * @param sense whether the last line had a word that is known
 */
public record HaproxyAgent(
        Optional<String> admin, Optional<String> health, double capacity, boolean spoke, boolean sense) {

    /** An agent that has not said anything yet. */
    public static HaproxyAgent silent() {
        return new HaproxyAgent(Optional.empty(), Optional.empty(), 1, false, false);
    }

    /** What stands after one more line. */
    public HaproxyAgent heard(String line) {
        int remarkAt = line.indexOf('#');
        String remark = remarkAt < 0 ? "" : line.substring(remarkAt).strip();
        String words = remarkAt < 0 ? line : line.substring(0, remarkAt);
        HaproxyAgent agent = new HaproxyAgent(admin, health, capacity, spoke, false);
        for (String word : words.strip().toLowerCase(Locale.ROOT).split("[\\s,]+", -1)) {
            agent = agent.heardWord(word, remark);
        }
        return agent;
    }

    private HaproxyAgent heardWord(String word, String remark) {
        return switch (word) {
            case "up" -> new HaproxyAgent(admin, Optional.empty(), capacity, true, true);
            case "ready" -> new HaproxyAgent(Optional.empty(), health, capacity, true, true);
            case "down", "fail", "stopped" -> new HaproxyAgent(admin, Optional.of(word + remark), capacity, true, true);
            case "drain", "maint" -> new HaproxyAgent(Optional.of(word), health, capacity, true, true);
            default -> {
                if (word.matches("\\d{1,3}%")) {
                    double share = Integer.parseInt(word.substring(0, word.length() - 1)) / 100.0;
                    yield new HaproxyAgent(admin, health, Math.min(1, share), true, true);
                }
                yield word.startsWith("maxconn:") ? new HaproxyAgent(admin, health, capacity, spoke, true) : this;
            }
        };
    }

    public Reading reading() {
        if (!spoke || !sense) {
            return new Reading.Unknown("the agent's line has no word that says how it is");
        }
        if (admin.isPresent() || health.isPresent()) {
            return new Reading.Failing(
                    "the agent says " + admin.or(() -> health).orElse(""));
        }
        return capacity == 0
                ? new Reading.Failing("the agent says 0%")
                : new Reading.Serving(capacity, "the agent says " + Math.round(capacity * 100) + "%");
    }
}
