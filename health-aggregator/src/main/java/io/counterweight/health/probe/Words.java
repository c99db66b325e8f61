package io.counterweight.health.probe;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;

/** Errors of the network in words for a person. */
final class Words {

    private Words() {}

    static String of(Throwable error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("refused")) {
            return "connection refused";
        }
        if (lower.contains("reset")) {
            return "connection reset";
        }
        if (lower.contains("closed")) {
            return "connection closed before the answer";
        }
        if (error instanceof NoRouteToHostException || lower.contains("unreachable")) {
            return "no route to it";
        }
        if (error instanceof ConnectException) {
            return "no connection";
        }
        String brief = message.length() <= 120 ? message : message.substring(0, 120);
        return brief.isEmpty() ? error.getClass().getSimpleName() : brief;
    }
}
