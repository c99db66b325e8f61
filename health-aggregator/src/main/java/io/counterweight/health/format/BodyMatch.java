package io.counterweight.health.format;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Looks for a policy's pattern in a stranger's body, for no longer than a bound: patterns can backtrack for hours. */
final class BodyMatch {

    /** Characters looked at, over all backtracking. An ordinary match looks at each a few times. */
    private static final int MOST_STEPS = 2_000_000;

    enum Outcome {
        FOUND,
        MISSING,
        TOO_COSTLY,
        NO_PATTERN
    }

    private BodyMatch() {}

    static Outcome find(String pattern, String body) {
        try {
            return Pattern.compile(pattern)
                            .matcher(new Metered(body, new AtomicInteger()))
                            .find()
                    ? Outcome.FOUND
                    : Outcome.MISSING;
        } catch (PatternSyntaxException e) {
            return Outcome.NO_PATTERN;
        } catch (Exhausted | StackOverflowError e) {
            // A repeated group recurses once for each character: the stack ends before the steps do.
            return Outcome.TOO_COSTLY;
        }
    }

    private static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("too many steps", null, false, false);
        }
    }

    private record Metered(String text, AtomicInteger steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (steps.incrementAndGet() > MOST_STEPS) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Metered(text.substring(start, end), steps);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
