package io.counterweight.controller.intent;

import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentKey;

/** How many intents a deployment may hold: every controller keeps all of them, in memory and on disk. */
final class Room {
    private static final int MOST_LIVING = 20_000;
    private static final int MOST_KEYS = 100_000;

    private Room() {}

    /** Refuses a write that would make one intent too many. What is held already may always be changed. */
    static void refuseMoreThanFits(IntentBook book, IntentKey key) {
        int keys = book.entries().size();
        if (keys < MOST_LIVING || !book.uncovered(key).isEmpty()) {
            return;
        }
        long living = book.entries().keySet().stream()
                .filter(each ->
                        book.inForce(each).filter(entry -> !entry.tombstone()).isPresent())
                .count();
        if (living >= MOST_LIVING || keys >= MOST_KEYS) {
            throw new InvalidIntent(
                    "", "this deployment holds " + living + " intents already, and no more fit: delete some first");
        }
    }
}
