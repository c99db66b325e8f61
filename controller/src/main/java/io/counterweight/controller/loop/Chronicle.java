package io.counterweight.controller.loop;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.replay.Gist;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written down: each decision that says something new (rule W7), and what the next life must know. The loop's thread. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final long REMEMBER_EVERY_MILLIS = 1_000;

    private final JournalWriter journal;
    private final LongSupplier wallMillis;
    private final Consumer<LoopEvent> onEvent;
    private final Map<ServiceName, Gist> gists = new HashMap<>();
    private long lastId;
    private long rememberedAt = Long.MIN_VALUE / 2;

    /** {@code lastId}: of the last decision journaled. */
    Chronicle(JournalWriter journal, long lastId, LongSupplier wallMillis, Consumer<LoopEvent> onEvent) {
        this.journal = journal;
        this.lastId = lastId;
        this.wallMillis = wallMillis;
        this.onEvent = onEvent;
    }

    void explain(Decision decision) {
        List<DecisionView> said = new ArrayList<>();
        for (DecisionRecord record : decision.records().values()) {
            Gist gist = Gist.of(record);
            if (!gist.equals(gists.put(record.service(), gist))) {
                String writer = decision.report().writer().toString();
                said.add(DecisionView.of(++lastId, wallMillis.getAsLong(), writer, record));
            }
        }
        gists.keySet().retainAll(decision.records().keySet());
        for (DecisionView view : said) {
            journal.record(view);
            onEvent.accept(new LoopEvent.Decided(view));
            if (view.moves()) {
                LOG.info("{}: {} -> {}: {}", view.service(), view.before(), view.after(), view.why());
            }
        }
        if (!said.isEmpty()) {
            rememberedAt = Long.MIN_VALUE / 2;
        }
    }

    /** At once after a decision that said something, else on a fixed cycle. */
    void remember(Decision decision, SortedSet<String> everServed, long now) {
        if (now - rememberedAt >= REMEMBER_EVERY_MILLIS) {
            rememberedAt = now;
            journal.remember(Memory.of(decision.next(), everServed));
        }
    }
}
