package io.counterweight.engine.name;

import java.util.regex.Pattern;

/** What every name must look like: short, lower case, fit for a DNS label, a metric label and a map key. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private Names() {}

    static void check(String kind, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(kind + " '" + value
                    + "' is no valid name: use 1 to 63 lower-case letters, digits and inner hyphens");
        }
    }
}
