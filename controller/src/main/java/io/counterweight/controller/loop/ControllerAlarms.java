package io.counterweight.controller.loop;

import io.counterweight.controller.intent.IntentStore;
import io.counterweight.dns.DnsServer;
import io.counterweight.engine.Alarm;
import io.counterweight.engine.Decision;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ControllerId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's alarms, and those of this process itself; one log line and one event when an alarm begins, and when it ends. */
final class ControllerAlarms {
    private static final Logger LOG = LoggerFactory.getLogger(ControllerAlarms.class);

    private final ControllerId self;
    private final IntentStore store;
    private final JournalWriter journal;
    private final Consumer<LoopEvent> onEvent;
    private SortedMap<String, Alarm> standing = new TreeMap<>();

    ControllerAlarms(ControllerId self, IntentStore store, JournalWriter journal, Consumer<LoopEvent> onEvent) {
        this.self = self;
        this.store = store;
        this.journal = journal;
        this.onEvent = onEvent;
    }

    /**
     * What the actuator has to say.
     *
     * @param drift what is served otherwise than it was planned
     * @param refused hosts that cannot be served
     * @param kept what of the plan was refused at the actuator
     * @param file why the file of networks cannot be read
     */
    record Served(Optional<String> drift, List<String> refused, List<String> kept, Optional<String> file) {
        static Served of(Optional<Actuation> actuation, Optional<DnsServer> dns) {
            return new Served(
                    actuation.flatMap(Actuation::trouble),
                    actuation.map(Actuation::refused).orElse(List.of()),
                    actuation.map(Actuation::kept).orElse(List.of()),
                    dns.flatMap(DnsServer::fileFailing));
        }
    }

    /**
     * The decision with what this process itself has to tell.
     *
     * @param unrecorded why what the engine receives is not recorded; empty while it is
     */
    Decision with(Decision decision, Served served, String unrecorded, long now) {
        SortedMap<String, Alarm> all = new TreeMap<>(decision.alarms());
        if (!served.kept.isEmpty()) {
            add(
                    all,
                    "refused-plan",
                    self.toString(),
                    "W4",
                    String.join("; ", served.kept),
                    "what was served goes on; look at the decision record of the service and report it",
                    now);
        }
        List<String> refused = served.refused;
        served.drift.ifPresent(words -> add(
                all,
                "drift",
                self.toString(),
                "A",
                words,
                "the plan is applied again every second; if this stays, look at the name server's log",
                now));
        if (!refused.isEmpty()) {
            add(
                    all,
                    "refused-host",
                    self.toString(),
                    "A",
                    String.join("; ", refused),
                    "correct the hosts of the policies that are named; everything else is served",
                    now);
        }
        served.file.ifPresent(words -> add(
                all,
                "geo-file",
                self.toString(),
                "W1",
                words,
                "put a good file there, by renaming it; it is looked at again within half a minute",
                now));
        String disk = journal.failing().isEmpty() ? store.refused() : journal.failing();
        if (!disk.isEmpty() || !store.allJournaled()) {
            add(
                    all,
                    "journal-unwritable",
                    self.toString(),
                    "G11",
                    disk.isEmpty() ? "an intent could not be journaled" : disk,
                    "make room on the disk of journal.directory; until then writes of intents are refused",
                    now);
        }
        if (!unrecorded.isEmpty()) {
            add(
                    all,
                    "recording-failing",
                    self.toString(),
                    "W7",
                    "turns are not recorded, failover goes on without it: " + unrecorded,
                    "make room on the disk of journal.directory; what was decided meanwhile cannot be replayed",
                    now);
        }
        long ahead = store.stampsAheadMillis();
        if (ahead > 0) {
            add(
                    all,
                    "stamp-ahead",
                    self.toString(),
                    "G6",
                    "an intent's stamp is " + ahead / 1000 + " s ahead of this controller's clock",
                    "correct the clock of the controller that wrote it, or this one's",
                    now);
        }
        for (IntentKey key : store.book().contested()) {
            add(
                    all,
                    "conflict",
                    key.toString(),
                    "G7",
                    "it was changed in two places at once; of edits the one with the later stamp is in force",
                    "look at all versions (GET shows them) and write the one that is meant",
                    now);
        }
        log(all, now);
        standing = all;
        return shown(decision, all);
    }

    /** The last decision, with the alarm that no other was made since; the others stand as they stood. */
    Decision failing(Decision last, String why, long now) {
        SortedMap<String, Alarm> all = new TreeMap<>(standing);
        add(
                all,
                "turn-failing",
                self.toString(),
                "A",
                why + "; the last plan goes on being served, and nothing new is decided here",
                "look for 'a turn of the loop failed' in the log and report it; restart this controller",
                now);
        log(all, now);
        standing = all;
        return shown(last, all);
    }

    private static Decision shown(Decision decision, SortedMap<String, Alarm> alarms) {
        return new Decision(
                decision.plan(),
                decision.report(),
                decision.news(),
                decision.next(),
                decision.records(),
                alarms,
                decision.ended(),
                decision.proposals(),
                decision.evacuations(),
                decision.questions());
    }

    private void add(
            SortedMap<String, Alarm> all, String name, String subject, String rule, String why, String next, long now) {
        Alarm alarm = new Alarm(name, subject, rule, why, next, now);
        Alarm before = standing.get(alarm.key());
        all.put(alarm.key(), before == null ? alarm : new Alarm(name, subject, rule, why, next, before.sinceMillis()));
    }

    private void log(SortedMap<String, Alarm> all, long now) {
        all.forEach((key, alarm) -> {
            if (!standing.containsKey(key)) {
                onEvent.accept(new LoopEvent.AlarmBegun(AlarmView.of(alarm, now)));
                LOG.warn(
                        "alarm {} {} ({}): {}; {}",
                        alarm.name(),
                        alarm.subject(),
                        alarm.rule(),
                        alarm.reason(),
                        alarm.nextStep());
            }
        });
        standing.forEach((key, alarm) -> {
            if (!all.containsKey(key)) {
                onEvent.accept(new LoopEvent.AlarmEnded(AlarmView.of(alarm, now)));
                LOG.info("alarm over: {} {}", alarm.name(), alarm.subject());
            }
        });
    }
}
