package io.counterweight.controller.recording;

import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.wire.Heard;
import io.counterweight.engine.Decision;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Position;
import java.util.List;
import java.util.OptionalLong;

/**
 * One turn of the loop as it is handed over to be recorded: nothing in it changes any more, and nothing in it has been written out
 * yet.
 *
 * @param before where the controller stood before the turn
 * @param known the intents given, and the entries that they were read from
 * @param wallMillis when it was, for people
 */
public record Taken(
        Position before,
        long now,
        OptionalLong stalledSince,
        List<Heard> heard,
        Given given,
        IntentStore.Known known,
        Decision decision,
        boolean said,
        long wallMillis) {}
