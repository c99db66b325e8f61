package io.counterweight.controller.recording;

import io.counterweight.controller.intent.RecordedIntents;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Given;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one chapter as {@link TurnWriter} wrote it; what does not fit is an {@link IllegalArgumentException}. Not safe for threads. */
final class TurnReader {
    private final List<TextSlot> writers = new ArrayList<>();
    private final TextSlot observationsText = new TextSlot();
    private final TextSlot intentsText = new TextSlot();
    private final TextSlot appliedText = new TextSlot();
    private final TextSlot weightsText = new TextSlot();
    private Optional<Observations> observations = Optional.empty();
    private Optional<Intents> intents = Optional.empty();
    private SortedMap<ServiceName, SortedMap<Site, Integer>> applied = new TreeMap<>();
    private SortedMap<ServiceName, SortedMap<Site, Integer>> weights = new TreeMap<>();
    private boolean opened;
    private long last;

    /** Reads all that is there; {@code false} from the sink ends it. */
    boolean read(Unpacked in, Sink sink) {
        while (in.more()) {
            int kind = (int) in.unsigned();
            boolean goesOn = true;
            switch (kind) {
                case TurnWriter.OPENING -> goesOn = sink.open(opening(in));
                case TurnWriter.TURN -> goesOn = sink.turn(turn(in));
                default ->
                    throw new IllegalArgumentException("an entry of a kind that this version does not know: " + kind);
            }
            if (!goesOn) {
                return false;
            }
        }
        return true;
    }

    private Opening opening(Unpacked in) {
        Opening opening = Wire.read(in.text(), Opening.class);
        last = opening.now();
        opened = true;
        return opening;
    }

    private Turn turn(Unpacked in) {
        if (!opened) {
            throw new IllegalArgumentException("a turn comes before the beginning");
        }
        last += in.signed();
        int flags = (int) in.unsigned();
        OptionalLong stalledSince =
                has(flags, TurnWriter.STALLED) ? OptionalLong.of(last - in.signed()) : OptionalLong.empty();
        List<Report> heard = heard(in);
        if (has(flags, TurnWriter.OBSERVATIONS)) {
            observations = Optional.of(Wire.read(observationsText.read(in), Observations.class));
        }
        if (has(flags, TurnWriter.INTENTS)) {
            intents = Optional.of(RecordedIntents.read(intentsText.read(in)));
        }
        if (has(flags, TurnWriter.APPLIED)) {
            applied = Wire.read(appliedText.read(in), TurnWriter.ALL_WEIGHTS);
        }
        if (has(flags, TurnWriter.WEIGHTS)) {
            weights = Wire.read(weightsText.read(in), TurnWriter.ALL_WEIGHTS);
        }
        Given given = new Given(known(observations), known(intents), has(flags, TurnWriter.STARTED), applied);
        return new Turn(last, stalledSince, heard, given, has(flags, TurnWriter.SAID), weights);
    }

    private static <T> T known(Optional<T> part) {
        return part.orElseThrow(() -> new IllegalArgumentException("the first turn of a chapter is not whole"));
    }

    private static boolean has(int flags, int bit) {
        return (flags & bit) != 0;
    }

    private List<Report> heard(Unpacked in) {
        List<Report> heard = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            long number = in.unsigned();
            if (number < 0 || number > writers.size()) {
                throw new IllegalArgumentException("a writer's number is left out");
            }
            if (number == writers.size()) {
                writers.add(new TextSlot());
            }
            heard.add(Wire.read(writers.get((int) number).read(in), Report.class));
        }
        return heard;
    }
}
