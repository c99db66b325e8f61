package io.counterweight.controller;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.RecordedIntents;
import io.counterweight.controller.recording.Chapters;
import io.counterweight.controller.recording.Recorder;
import io.counterweight.engine.replay.Life;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What is kept of what the engine received, and whoever writes it.
 *
 * @param recorder empty where nothing is to be recorded
 */
public record Recording(Chapters chapters, Chapters.Bounds bounds, Optional<Recorder> recorder) {

    static Recording start(ControllerConfig config, long incarnation, IntentStore store) {
        ControllerConfig.Recording wanted = config.journal().recording();
        Chapters chapters = new Chapters(config.journal().directory().resolve("recording"));
        Chapters.Bounds bounds = new Chapters.Bounds(wanted.keep(), wanted.maxBytes());
        if (wanted.maxBytes() == 0) {
            return new Recording(chapters, bounds, Optional.empty());
        }
        String mark = HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());
        Life life = new Life(config.self(), incarnation, mark);
        return new Recording(
                chapters,
                bounds,
                Optional.of(new Recorder(
                        new Recorder.Whose(life, config.settings()),
                        chapters,
                        bounds,
                        known -> RecordedIntents.text(known, store))));
    }

    void close() {
        recorder.ifPresent(Recorder::close);
    }
}
