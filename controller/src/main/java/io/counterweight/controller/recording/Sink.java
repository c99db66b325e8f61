package io.counterweight.controller.recording;

import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Turn;

/** Is given a recording, in order. Whatever answers {@code false} has had enough. */
public interface Sink {

    /** A chapter begins. */
    boolean open(Opening opening);

    boolean turn(Turn turn);

    /** From here to the next chapter nothing can be read, for the reason given in words. */
    void damaged(String why);
}
