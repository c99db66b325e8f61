package io.counterweight.controller.recording;

import com.fasterxml.jackson.core.type.TypeReference;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.RecordedIntents;
import io.counterweight.controller.wire.Heard;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.fact.Observations;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Gist;
import io.counterweight.engine.replay.Opening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Writes one chapter: its opening, then turns. Of each turn what differs from the turn before is written: its time, what was heard,
 * as changes to what the same writer said before, and of what was seen, wanted, applied and decided what changed. Not safe for
 * threads.
 */
final class TurnWriter {
    static final int OPENING = 0;
    static final int TURN = 1;

    static final int STARTED = 1;
    static final int SAID = 1 << 1;
    static final int STALLED = 1 << 2;
    static final int OBSERVATIONS = 1 << 3;
    static final int INTENTS = 1 << 4;
    static final int APPLIED = 1 << 5;
    static final int WEIGHTS = 1 << 6;

    /** Weights of every service, as they are written. */
    static final TypeReference<SortedMap<ServiceName, SortedMap<Site, Integer>>> ALL_WEIGHTS = new TypeReference<>() {};

    /** Something that is written again only when it has changed. */
    private static final class Part<T> {
        private final TextSlot slot = new TextSlot();
        private Optional<T> last = Optional.empty();

        boolean changes(T next) {
            boolean changes = !last.map(next::equals).orElse(false);
            last = Optional.of(next);
            return changes;
        }
    }

    private final Packed out;
    private final Function<IntentStore.Known, String> intentTexts;
    private final Map<ControllerId, Integer> numbers = new HashMap<>();
    private final List<TextSlot> writers = new ArrayList<>();
    private final Part<Observations> observations = new Part<>();
    private final Part<SortedMap<ServiceName, SortedMap<Site, Integer>>> applied = new Part<>();
    private final Part<SortedMap<ServiceName, SortedMap<Site, Integer>>> weights = new Part<>();
    private final TextSlot intents = new TextSlot();
    private Optional<IntentStore.Known> known = Optional.empty();
    private long last;

    /** {@code intentTexts}: from intents to {@link RecordedIntents}, as text. */
    TurnWriter(Opening opening, Function<IntentStore.Known, String> intentTexts, Packed out) {
        this.out = out;
        this.intentTexts = intentTexts;
        this.last = opening.now();
        out.unsigned(OPENING).text(Wire.text(opening));
    }

    void write(Taken turn) {
        boolean sees = observations.changes(turn.given().observations());
        boolean serves = applied.changes(turn.given().applied());
        SortedMap<ServiceName, SortedMap<Site, Integer>> decided = Gist.weights(turn.decision());
        boolean decides = weights.changes(decided);
        boolean wants = known.filter(turn.known()::equals).isEmpty();
        known = Optional.of(turn.known());
        int flags = flag(turn.given().started(), STARTED)
                | flag(turn.said(), SAID)
                | flag(turn.stalledSince().isPresent(), STALLED)
                | flag(sees, OBSERVATIONS)
                | flag(wants, INTENTS)
                | flag(serves, APPLIED)
                | flag(decides, WEIGHTS);
        out.unsigned(TURN).signed(turn.now() - last).unsigned(flags);
        last = turn.now();
        turn.stalledSince().ifPresent(since -> out.signed(turn.now() - since));
        out.unsigned(turn.heard().size());
        turn.heard().forEach(this::heard);
        if (sees) {
            observations.slot.write(Wire.text(turn.given().observations()), out);
        }
        if (wants) {
            intents.write(intentTexts.apply(turn.known()), out);
        }
        if (serves) {
            applied.slot.write(Wire.text(turn.given().applied()), out);
        }
        if (decides) {
            weights.slot.write(Wire.text(decided), out);
        }
    }

    private static int flag(boolean set, int bit) {
        return set ? bit : 0;
    }

    /** The number of the writer, by the order in which they were first heard in this chapter, and its words. */
    private void heard(Heard heard) {
        ControllerId writer = heard.report().writer();
        Integer number = numbers.computeIfAbsent(writer, unheard -> numbers.size());
        out.unsigned(number);
        if (number == writers.size()) {
            writers.add(new TextSlot());
        }
        writers.get(number).write(heard.text(), out);
    }
}
