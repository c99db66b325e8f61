package io.counterweight.controller.intent;

import io.counterweight.engine.intent.HybridStamp;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one controller says of the intents that it holds.
 *
 * @param held on its disk: the stamps of every entry that no other covers (rule G8)
 * @param demands who must yield to it before it takes intents from there again, and the number to answer with (rule G7)
 * @param yielded to whom it has yielded, and the number of the demand
 */
public record Holding(
        SortedMap<IntentKey, List<HybridStamp>> held,
        SortedMap<ControllerId, Long> demands,
        SortedMap<ControllerId, Long> yielded) {

    public Holding {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
        demands = Collections.unmodifiableSortedMap(new TreeMap<>(demands));
        yielded = Collections.unmodifiableSortedMap(new TreeMap<>(yielded));
    }

    public static Holding nothing() {
        return new Holding(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }
}
