package io.counterweight.controller.recording;

import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Question;
import io.counterweight.engine.replay.Replay;
import io.counterweight.engine.replay.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Plays what is read of a recording, as far as the question goes and the time allowed for it. Not safe for threads. */
public final class Replaying implements Sink {
    private static final int MOST_UNREAD = 20;

    private final Question question;
    private final Replay replay;
    private final BooleanSupplier allowed;
    private final List<String> unread = new ArrayList<>();
    private Optional<Opening> chapter = Optional.empty();
    private boolean partial;

    /** {@code allowed}: asked before every turn; false ends the replay, and its answer is said to be of a part. */
    public Replaying(Question question, BooleanSupplier allowed) {
        this.question = question;
        this.replay = new Replay(question);
        this.allowed = allowed;
    }

    @Override
    public boolean open(Opening opening) {
        if (opening.wallMillis() > question.to()) {
            return false;
        }
        replay.open(opening);
        chapter = Optional.of(opening);
        return true;
    }

    @Override
    public boolean turn(Turn turn) {
        if (chapter.orElseThrow().wall(turn.now()) > question.to()) {
            return false;
        }
        if (!allowed.getAsBoolean()) {
            partial = true;
            return false;
        }
        replay.turn(turn);
        return true;
    }

    @Override
    public void damaged(String why) {
        if (unread.size() < MOST_UNREAD) {
            unread.add(why);
        }
    }

    /** What came of it; empty where nothing of a recording was there. */
    public Optional<ReplayView> view() {
        return chapter.map(last -> ReplayView.of(last.life().controller(), replay.answer(), partial, unread));
    }
}
