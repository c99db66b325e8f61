package io.counterweight.engine.name;

import java.util.Comparator;

/** One controller process: the site that it runs in and its name there. Written {@code site/name}. */
public record ControllerId(Site site, String name) implements Comparable<ControllerId> {

    private static final Comparator<ControllerId> ORDER =
            Comparator.comparing(ControllerId::site).thenComparing(ControllerId::name);

    public ControllerId {
        Names.check("controller", name);
    }

    public static ControllerId of(String site, String name) {
        return new ControllerId(Site.of(site), name);
    }

    /** Reads {@code site/name}; anything else is an {@link IllegalArgumentException}. */
    public static ControllerId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("controller '" + text + "' must be written site/name");
        }
        return of(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public int compareTo(ControllerId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return site + "/" + name;
    }
}
