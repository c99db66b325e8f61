package io.counterweight.health.format;

/** A stranger's words, fit for a report, a log and a terminal: one line, bounded, without control characters. */
public final class Line {

    /** Characters; reports carry these words several times a second. */
    public static final int LONGEST = 300;

    private Line() {}

    public static String of(String text) {
        String brief = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        StringBuilder line = new StringBuilder(brief.length());
        brief.chars().forEach(each -> line.append(Character.isISOControl(each) ? ' ' : (char) each));
        return line.toString();
    }
}
