package io.counterweight.controller.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Lengths of time as people write them: {@code 250ms}, {@code 1.5s}, {@code 5m}, {@code 2h}, {@code 30d}. */
public final class Times {
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Times() {}

    public static Duration parse(String field, String text) {
        String trimmed = text.trim().toLowerCase(Locale.ROOT);
        try {
            if (trimmed.endsWith("ms")) {
                return positive(
                        field, text, Duration.ofMillis(Long.parseLong(trimmed.substring(0, trimmed.length() - 2))));
            }
            boolean days = trimmed.endsWith("d");
            return positive(field, text, Duration.parse((days ? "P" : "PT") + trimmed.toUpperCase(Locale.ROOT)));
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    field + " '" + text + "' is no length of time: write it like 250ms, 1.5s, 5m, 2h or 30d", e);
        }
    }

    private static Duration positive(String field, String text, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(field + " '" + text + "' must be above 0");
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(field + " '" + text + "' is longer than " + LONGEST.toDays() + "d");
        }
        return value;
    }

    /** As {@link #parse} reads it, in the largest unit that it is a whole number of. */
    public static String words(Duration length) {
        if (length.getNano() != 0) {
            boolean millis = length.getSeconds() == 0 && length.getNano() % 1_000_000 == 0;
            return millis
                    ? length.toMillis() + "ms"
                    : BigDecimal.valueOf(length.toNanos(), 9)
                                    .stripTrailingZeros()
                                    .toPlainString() + "s";
        }
        if (length.toHoursPart() == 0 && length.toMinutesPart() == 0 && length.toSecondsPart() == 0) {
            return length.toDays() + "d";
        }
        if (length.toMinutesPart() == 0 && length.toSecondsPart() == 0) {
            return length.toHours() + "h";
        }
        return length.toSecondsPart() == 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
    }
}
