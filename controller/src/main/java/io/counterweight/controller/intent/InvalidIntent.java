package io.counterweight.controller.intent;

/** What a person sent cannot be taken. Nothing has changed. */
public final class InvalidIntent extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String field;

    /**
     * Made by whoever reads a field.
     *
     * @param field its path, such as {@code datacenters.east.weight}
     * @param rule the value, what is wrong with it, and what to write instead
     */
    public InvalidIntent(String field, String rule) {
        super(field.isEmpty() ? rule : field + " " + rule);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
