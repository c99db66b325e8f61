package io.counterweight.controller.intent;

/** What a person sent cannot be taken. Nothing has changed. */
public final class InvalidIntent extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String field;
    private final String rule;

    /**
     * Made by whoever reads a field.
     *
     * @param field its path, such as {@code datacenters.east.weight}
     * @param rule the value, what is wrong with it, and what to write instead
     */
    public InvalidIntent(String field, String rule) {
        super(field.isEmpty() ? rule : field + " " + rule);
        this.field = field;
        this.rule = rule;
    }

    /** The same of a whole that stands within another, at this path. */
    InvalidIntent within(String path) {
        return new InvalidIntent(field.isEmpty() ? path : path + "." + field, rule);
    }

    public String field() {
        return field;
    }
}
