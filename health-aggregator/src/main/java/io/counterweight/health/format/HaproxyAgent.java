package io.counterweight.health.format;

import java.util.Locale;

/**
 * HAProxy's agent-check: one ASCII line with words in any order. An administrative word (drain, maint) outlasts a health word; the
 * weight is relative to the initial one.
 */
public final class HaproxyAgent {

    private HaproxyAgent() {}

    public static Reading read(String line) {
        double capacity = 1;
        boolean spoke = false;
        String bad = "";
        for (String word : line.trim().split("[\\s,]+", 32)) {
            int comment = word.indexOf('#');
            String plain = (comment < 0 ? word : word.substring(0, comment)).toLowerCase(Locale.ROOT);
            switch (plain) {
                case "up", "ready" -> spoke = true;
                case "down", "fail", "stopped", "drain", "maint" -> {
                    spoke = true;
                    bad = word;
                }
                default -> {
                    if (plain.matches("\\d{1,3}%")) {
                        spoke = true;
                        capacity = Math.min(1, Integer.parseInt(plain.substring(0, plain.length() - 1)) / 100.0);
                    }
                }
            }
        }
        if (!spoke) {
            return new Reading.Unknown("the agent's line has no word that says how it is");
        }
        if (!bad.isEmpty() || capacity == 0) {
            return new Reading.Failing("the agent says " + (bad.isEmpty() ? "0%" : bad));
        }
        return new Reading.Serving(capacity, "the agent says " + Math.round(capacity * 100) + "%");
    }
}
