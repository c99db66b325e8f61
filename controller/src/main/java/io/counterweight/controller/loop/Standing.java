package io.counterweight.controller.loop;

import io.counterweight.engine.Decision;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.intent.Intents;

/**
 * What the loop stands at, for readers of any thread; replaced whole by every turn.
 *
 * @param now of the decision, on the controller's monotonic clock
 */
public record Standing(Decision decision, Facts facts, Intents intents, boolean started, long now) {

    /** The same, with what has been added to the decision since. */
    Standing with(Decision shown) {
        return new Standing(shown, facts, intents, started, now);
    }
}
