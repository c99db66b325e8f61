package io.counterweight.engine.intent;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ControllerId;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One write of a person's intent: immutable, kept and relayed as it was written (rules G6, G7).
 *
 * @param covers per writer, the highest of its writes to this key that was held when this was written: this entry replaces those
 * @param body the JSON text as it was written; empty for a deletion
 * @param author the name behind the token that wrote it
 */
public record IntentEntry(
        IntentKey key,
        HybridStamp stamp,
        SortedMap<ControllerId, HybridStamp> covers,
        Optional<String> body,
        String author) {

    public IntentEntry {
        covers = Frozen.map(covers);
    }

    public boolean tombstone() {
        return body.isEmpty();
    }

    public boolean covers(IntentEntry other) {
        HybridStamp covered = covers.get(other.stamp.writer());
        return covered != null && covered.compareTo(other.stamp) >= 0;
    }
}
