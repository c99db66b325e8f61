package io.counterweight.controller.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.kit.Reports;
import io.counterweight.controller.kit.Shelf;
import io.counterweight.engine.Alarm;
import io.counterweight.engine.Decision;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.plan.Plan;
import io.counterweight.rules.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllerAlarmsTest {
    @TempDir
    Path directory;

    private final List<LoopEvent> events = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(ControllerAlarms.class.getName());
    private final Handler listening = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private List<String> refused = List.of();
    private List<String> kept = List.of();
    private String unrecorded = "";
    private Shelf east;
    private Shelf west;
    private JournalWriter writer;
    private ControllerAlarms alarms;

    @BeforeEach
    void open() throws Exception {
        logger.addHandler(listening);
        east = Shelf.of("east/a", directory);
        west = Shelf.of("west/a", directory);
        writer = new JournalWriter(east.journal, Duration.ofDays(1));
        alarms = new ControllerAlarms(east.self, east.store, writer, events::add);
    }

    @AfterEach
    void close() throws Exception {
        logger.removeHandler(listening);
        writer.close();
        east.close();
        west.close();
    }

    private SortedMap<String, Alarm> standing(Optional<String> drift, long now, Alarm... fromTheEngine) {
        TreeMap<String, Alarm> own = new TreeMap<>();
        for (Alarm alarm : fromTheEngine) {
            own.put(alarm.key(), alarm);
        }
        Decision decision = new Decision(
                Plan.empty(),
                Reports.of("east/a", 1, 1),
                false,
                EngineState.fresh(1),
                new TreeMap<>(),
                own,
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>());
        return new TreeMap<>(alarms.with(
                        decision, new ControllerAlarms.Served(drift, refused, kept, Optional.empty()), unrecorded, now)
                .alarms());
    }

    @Test
    @Rule("W7")
    void whatIsNotRecordedIsTold() {
        assertFalse(standing(Optional.empty(), 10).containsKey("recording-failing:east/a"));

        unrecorded = "the disk has less than 64 MiB left, which the journal needs";
        Alarm alarm = Optional.ofNullable(standing(Optional.empty(), 20).get("recording-failing:east/a"))
                .orElseThrow();

        assertTrue(alarm.reason().contains("less than 64 MiB"), alarm.reason());
        unrecorded = "";
        assertFalse(standing(Optional.empty(), 30).containsKey("recording-failing:east/a"));
    }

    @Test
    @Rule("E3")
    void tellsOnceAtEachEnd() {
        Alarm hold = new Alarm("hold", "shop@west", "E3", "mixed votes", "Find out why.", 10);
        standing(Optional.empty(), 10, hold);
        standing(Optional.empty(), 20, hold);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.getFirst().startsWith("WARN"), lines.toString());

        standing(Optional.empty(), 30);
        standing(Optional.empty(), 40);

        assertEquals(2, lines.size(), lines.toString());
        assertEquals(
                List.of("alarm-begun", "alarm-ended"),
                events.stream().map(LoopEvent::word).toList());
    }

    @Test
    @Rule("A")
    void driftStandsSinceItBegan() {
        standing(Optional.of("wanted this, served that"), 1_000);

        Alarm drift = standing(Optional.of("wanted this, served something else"), 5_000)
                .get("drift:east/a");

        assertEquals(1_000, drift.sinceMillis());
        assertEquals("wanted this, served something else", drift.reason());
        assertEquals(Set.of(), standing(Optional.empty(), 6_000).keySet());
    }

    @Test
    @Rule("A")
    void hostThatCannotBeServedIsTold() {
        refused = List.of("host www.example.net. of shop is outside the zone gslb.example.");
        Alarm alarm = standing(Optional.empty(), 1_000).get("refused-host:east/a");
        assertEquals(refused.getFirst(), alarm.reason());
        standing(Optional.empty(), 2_000);
        assertEquals(1, lines.size(), lines.toString());

        refused = List.of();
        assertEquals(Set.of(), standing(Optional.empty(), 3_000).keySet());
    }

    @Test
    @Rule("W4")
    void whatTheActuatorRefusedIsTold() {
        kept = List.of("shop: wanted {}, refused by never-empty; {east=1000} goes on");

        assertEquals(
                kept.getFirst(),
                standing(Optional.empty(), 1_000).get("refused-plan:east/a").reason());
    }

    @Test
    @Rule("G7")
    void conflictStandsUntilSomebodyWritesWhatIsMeant() throws Exception {
        IntentKey key = IntentKey.policy("shop");
        east.store.write(key, Optional.of("{\"a\":1}"), "ann");
        west.store.write(key, Optional.of("{\"a\":2}"), "bob");
        east.meet(west);
        assertEquals(
                Set.of("conflict:policy/shop"), standing(Optional.empty(), 0).keySet());

        east.store.write(key, Optional.of("{\"a\":3}"), "ann");

        assertEquals(Set.of(), standing(Optional.empty(), 1).keySet());
    }

    @Test
    @Rule("W6")
    void overrideThatEndedEverywhereAtOnceIsNoConflict() throws Exception {
        IntentKey key = IntentKey.override("1");
        east.store.write(key, Optional.of("{}"), "ann");
        west.meet(east);
        east.store.write(key, Optional.empty(), "counterweight");
        west.store.write(key, Optional.empty(), "counterweight");

        east.meet(west);

        assertEquals(Set.of(), standing(Optional.empty(), 0).keySet());
    }

    @Test
    @Rule("G6")
    void stampFarAheadIsTold() throws Exception {
        west.wallMillis = Duration.ofHours(1).toMillis();
        west.store.write(IntentKey.policy("shop"), Optional.of("{}"), "bob");
        east.meet(west);

        Alarm ahead = standing(Optional.empty(), 0).get("stamp-ahead:east/a");

        assertTrue(ahead.reason().contains("s ahead of this controller's clock"), ahead.reason());
    }
}
