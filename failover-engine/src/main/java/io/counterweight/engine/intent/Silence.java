package io.counterweight.engine.intent;

import java.time.Duration;

/**
 * What to do when a datacenter is silent and too few can say why.
 *
 * @param onSilence hold for ever, or drain from one's own answers
 * @param after how long the silence lasts before {@link OnSilence#DRAIN} acts
 * @param lossConfirm how long a vantage that is alone waits before it concludes loss
 */
public record Silence(OnSilence onSilence, Duration after, Duration lossConfirm) {

    /** The two answers to silence. */
    public enum OnSilence {
        HOLD,
        DRAIN
    }

    public static Silence defaults() {
        return new Silence(OnSilence.DRAIN, Duration.ofSeconds(60), Duration.ofSeconds(3));
    }
}
