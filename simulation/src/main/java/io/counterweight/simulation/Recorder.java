package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.replay.Life;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Turn;

/** Is told what every controller's engine receives, and what it decides. */
public interface Recorder {

    /** A life of a controller begins. */
    void began(Opening opening);

    void turned(Life life, Turn turn, Decision decision);

    /** Records nothing. */
    static Recorder none() {
        return new Recorder() {
            @Override
            public void began(Opening opening) {}

            @Override
            public void turned(Life life, Turn turn, Decision decision) {}
        };
    }
}
