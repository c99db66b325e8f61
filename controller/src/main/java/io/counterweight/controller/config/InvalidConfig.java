package io.counterweight.controller.config;

/** The configuration file cannot be used; the message names the key, the value, the rule and the next step. */
public final class InvalidConfig extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidConfig(String message) {
        super(message);
    }
}
