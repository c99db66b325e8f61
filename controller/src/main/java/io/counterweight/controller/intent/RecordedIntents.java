package io.counterweight.controller.intent;

import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Topology;
import java.util.List;

/**
 * The intents of a moment as a recording keeps them: every entry in its writer's own words (rule G10), so that a later version reads
 * them as it reads those in force. The table of regions is left out: no decision is made from it.
 *
 * @param topology the voting set as it was read, should its entry not be readable
 * @param entries each as JSON
 */
public record RecordedIntents(Topology topology, List<String> entries) {

    public RecordedIntents {
        entries = List.copyOf(entries);
    }

    /** As text, to be read by {@link #read}. */
    public static String text(IntentStore.Known known, IntentStore store) {
        List<String> entries = known.book().all().stream()
                .filter(entry -> !entry.key().kind().equals(IntentKey.REGIONS))
                .map(store::text)
                .toList();
        return Wire.text(new RecordedIntents(known.intents().topology(), entries));
    }

    /** What the engine was given; what does not fit is an {@link IllegalArgumentException}. */
    public static Intents read(String text) {
        RecordedIntents recorded = Wire.read(text, RecordedIntents.class);
        IntentBook book = IntentBook.empty()
                .merge(recorded.entries.stream()
                        .map(entry -> Wire.read(entry, IntentEntry.class))
                        .toList());
        return new IntentDecoder(recorded.topology).decode(book);
    }
}
