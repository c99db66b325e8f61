package io.counterweight.controller.recording;

import io.counterweight.engine.replay.Opening;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a chapter's file name says; names sort by time.
 *
 * @param wallMillis when it begins
 * @param mark of the life
 * @param number within the life
 * @param joined whether it begins where the chapter before it ends
 */
record ChapterName(long wallMillis, String mark, int number, boolean joined) {
    private static final Pattern NAME = Pattern.compile("([0-9]{15})-([0-9a-z]+)-([0-9]{6,9})([jg])\\.cwr");

    static ChapterName of(Opening opening) {
        return new ChapterName(
                Math.max(0, opening.wallMillis()), opening.life().mark(), opening.number(), opening.joined());
    }

    static Optional<ChapterName> parse(String file) {
        Matcher matcher = NAME.matcher(file);
        return matcher.matches()
                ? Optional.of(new ChapterName(
                        Long.parseLong(matcher.group(1)),
                        matcher.group(2),
                        Integer.parseInt(matcher.group(3)),
                        matcher.group(4).equals("j")))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%015d-%s-%06d%s.cwr", wallMillis, mark, number, joined ? "j" : "g");
    }
}
