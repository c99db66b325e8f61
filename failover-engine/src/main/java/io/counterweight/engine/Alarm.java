package io.counterweight.engine;

import java.util.Comparator;

/**
 * Something that a person should look at, for as long as it stands.
 *
 * @param name what is wrong, a fixed word with hyphens (the runbook's name)
 * @param subject what it is about: {@code service@datacenter}, a site, a controller
 * @param rule the number of the rule behind it
 * @param sinceMillis when it began, on the controller's monotonic clock
 */
public record Alarm(String name, String subject, String rule, String reason, String nextStep, long sinceMillis)
        implements Comparable<Alarm> {

    private static final Comparator<Alarm> ORDER =
            Comparator.comparing(Alarm::name).thenComparing(Alarm::subject);

    /** Two alarms of the same key are the same alarm. */
    public String key() {
        return key(name, subject);
    }

    static String key(String name, String subject) {
        return name + ":" + subject;
    }

    @Override
    public int compareTo(Alarm other) {
        return ORDER.compare(this, other);
    }
}
