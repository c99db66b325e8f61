package io.counterweight.controller.recording;

import java.util.ArrayList;
import java.util.List;

/** A text cut where numbers begin and end, and at JSON's marks: most of what changes from one report to the next is a number. */
final class Tokens {
    /** Longer ones might not fit into a number. */
    private static final int MOST_DIGITS = 18;

    private Tokens() {}

    static List<String> of(String text) {
        List<String> tokens = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = digit(text.charAt(from)) ? endOfDigits(text, from) : endOfWords(text, from);
            tokens.add(text.substring(from, to));
            from = to;
        }
        return tokens;
    }

    private static int endOfDigits(String text, int from) {
        int to = from;
        while (to < text.length() && digit(text.charAt(to))) {
            to++;
        }
        return to;
    }

    private static int endOfWords(String text, int from) {
        int to = from;
        while (to < text.length() && !digit(text.charAt(to))) {
            char here = text.charAt(to);
            to++;
            if (here == ',' || here == '{' || here == '}') {
                break;
            }
        }
        return to;
    }

    private static boolean digit(char each) {
        return each >= '0' && each <= '9';
    }

    /** Whether it is a number that is written as numbers are, without zeros before it. */
    static boolean number(String token) {
        return token.length() <= MOST_DIGITS
                && digit(token.charAt(0))
                && (token.length() == 1 || token.charAt(0) != '0');
    }
}
