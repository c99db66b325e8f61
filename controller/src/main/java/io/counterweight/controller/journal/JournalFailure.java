package io.counterweight.controller.journal;

import org.jspecify.annotations.Nullable;

/** The journal could not be written or read; nothing of what was to be written stands. */
public final class JournalFailure extends Exception {
    private static final long serialVersionUID = 1;

    public JournalFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
