package io.counterweight.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.config.Times;
import io.counterweight.controller.gossip.Clusters;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.OverrideReader;
import io.counterweight.controller.intent.PolicyReader;
import io.counterweight.controller.kit.Yaml;
import io.counterweight.controller.loop.ControlLoop;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Tombstones;
import io.counterweight.engine.name.Site;
import io.counterweight.health.damping.VoteCounters;
import io.counterweight.health.probe.Watch;
import io.counterweight.health.signal.SignalReader;
import io.counterweight.health.watch.Pulse;
import io.counterweight.rules.Rule;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one test that holds the table of defaults: what a deployment gets that writes no number anywhere. */
class DefaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private ControllerConfig config;
    private Policy policy;

    @BeforeEach
    void readWhatSaysNothing() throws Exception {
        config = ConfigLoader.load(Yaml.whole(directory).write());
        policy =
                PolicyReader.read("shop", JSON.readTree("""
                        {"hosts": ["shop"], "datacenters": {
                            "east": {"endpoints": {"one": {"address": "192.0.2.1", "port": 80}}},
                            "west": {"endpoints": {"one": {"address": "192.0.2.2", "port": 80}}}}}
                        """), new TreeSet<>(List.of(Site.of("east"), Site.of("west"))));
    }

    @Test
    @Rule({"E2", "E4", "E6", "E9", "G1", "G2", "G5", "G6", "G7", "W1", "W3", "W4", "W6"})
    void areThoseOfTheTable() throws Exception {
        assertEquals("""
                probe interval (jitter 10 %) / timeout: 1s / 1s
                confirm interval; fall; rise; forgiving run: 100ms; 2; 3; 5
                failure before a vote leaves served: 500ms
                flap: falls in window; penalty, cap: 3 in 10m; 10s doubling, 10m
                late / stalled: 100ms / 1s
                report put: on change (within 10ms), every 250ms
                exchange cycle / staleness bound: 1s / 2s
                electorate memory / onSilence: 30s / DRAIN after 1m
                lossConfirm (alone): 3s
                anchors: interval, answers if within: 1s, 3s
                bound of the first round: 5s
                hold-down; steps: 30s; [25, 50, 100]
                ttlMin / ttlMax; soak: 5s / 20s; 40s
                dead band: 0.1
                minimum serving; maximum removed; shifts: 1; 0.5; 4 in 10m
                override length; maximum: 1h; 3d
                pushed signal's life; maximum: 30s; 1h
                stamp alarm; tombstone life: 1m ahead; 30d
                journal kept: 30d or 1073741824 bytes
                Hazelcast: member heartbeat; client: 1 s, out at 5 s; 500 ms, 2000 ms
                Hazelcast: invocation deadline; join wait; merge delay: 2000 ms, client 2 s; 1 s; 5 s
                """, table().stream().map(row -> row + "\n").collect(Collectors.joining()));
    }

    private List<String> table() throws Exception {
        Map<String, String> member = properties(Clusters.memberConfig(config.self(), config.gossip()));
        Map<String, String> client = properties(Clusters.clientConfig(config.self(), Site.of("west"), 1));
        return List.of(
                "probe interval (jitter %d %%) / timeout: %s / %s"
                        .formatted(
                                Math.round(100 * share(Watch.class, "JITTER")),
                                words(policy.check().interval()),
                                words(policy.check().timeout())),
                "confirm interval; fall; rise; forgiving run: %s; %d; %d; %d"
                        .formatted(
                                words(policy.damping().confirmInterval()),
                                policy.damping().fall(),
                                policy.damping().rise(),
                                policy.damping().forgiving()),
                "failure before a vote leaves served: " + millis(VoteCounters.LEAVES_SERVED_AFTER_MILLIS),
                "flap: falls in window; penalty, cap: %d in %s; %s doubling, %s"
                        .formatted(
                                policy.damping().flapFalls(),
                                words(policy.damping().flapWindow()),
                                words(policy.damping().flapPenalty()),
                                words(policy.damping().flapPenaltyMax())),
                "late / stalled: %s / %s"
                        .formatted(bound(Watch.class, "LATE_MILLIS"), bound(Pulse.class, "STALL_MILLIS")),
                "report put: on change (within %s), every %s"
                        .formatted(bound(ControlLoop.class, "NEWS_APART_MILLIS"), words(config.reportEvery())),
                "exchange cycle / staleness bound: %s / %s"
                        .formatted(
                                words(config.settings().exchangeCycle()),
                                words(config.settings().staleness())),
                "electorate memory / onSilence: %s / %s after %s"
                        .formatted(
                                words(config.settings().electorateMemory()),
                                policy.silence().onSilence(),
                                words(policy.silence().after())),
                "lossConfirm (alone): " + words(policy.silence().lossConfirm()),
                "anchors: interval, answers if within: %s, %s"
                        .formatted(
                                words(config.health().anchorInterval()),
                                words(config.health().anchorAnswersWithin())),
                "bound of the first round: " + words(config.firstRound()),
                "hold-down; steps: %s; %s"
                        .formatted(
                                words(policy.shifting().holdDown()),
                                policy.shifting().steps()),
                "ttlMin / ttlMax; soak: %s / %s; %s"
                        .formatted(
                                words(policy.ttlMin()),
                                words(policy.ttlMax()),
                                words(policy.shifting().soak())),
                "dead band: " + config.settings().deadBand(),
                "minimum serving; maximum removed; shifts: %d; %s; %d in %s"
                        .formatted(
                                policy.safety().minServing(),
                                policy.safety().maxRemoved(),
                                policy.safety().maxShifts(),
                                words(policy.safety().shiftWindow())),
                "override length; maximum: %s; %s"
                        .formatted(bound(OverrideReader.class, "STANDARD"), bound(OverrideReader.class, "LONGEST")),
                "pushed signal's life; maximum: %s; %s"
                        .formatted(words(SignalReader.DEFAULT_TTL), words(SignalReader.LONGEST_TTL)),
                "stamp alarm; tombstone life: %s ahead; %s"
                        .formatted(bound(IntentStore.class, "FAR_AHEAD"), words(Tombstones.LIFE)),
                "journal kept: %s or %d bytes"
                        .formatted(
                                words(config.journal().keep()), config.journal().maxBytes()),
                "Hazelcast: member heartbeat; client: %s s, out at %s s; %s ms, %s ms"
                        .formatted(
                                member.get("hazelcast.heartbeat.interval.seconds"),
                                member.get("hazelcast.max.no.heartbeat.seconds"),
                                client.get("hazelcast.client.heartbeat.interval"),
                                client.get("hazelcast.client.heartbeat.timeout")),
                "Hazelcast: invocation deadline; join wait; merge delay: %s ms, client %s s; %s s; %s s"
                        .formatted(
                                member.get("hazelcast.operation.call.timeout.millis"),
                                client.get("hazelcast.client.invocation.timeout.seconds"),
                                member.get("hazelcast.wait.seconds.before.join"),
                                member.get("hazelcast.merge.first.run.delay.seconds")));
    }

    @Test
    void vantagesAgreeOnWhatIsLate() throws Exception {
        assertEquals(bound(Watch.class, "LATE_MILLIS"), bound(Pulse.class, "LATE_MILLIS"));
        assertEquals(bound(Pulse.class, "STALL_MILLIS"), bound(ControlLoop.class, "STALLED_MILLIS"));
    }

    private static Map<String, String> properties(Config config) {
        return Map.copyOf(config.getProperties().entrySet().stream()
                .collect(Collectors.toMap(each -> (String) each.getKey(), each -> (String) each.getValue())));
    }

    private static Map<String, String> properties(ClientConfig config) {
        return Map.copyOf(config.getProperties().entrySet().stream()
                .collect(Collectors.toMap(each -> (String) each.getKey(), each -> (String) each.getValue())));
    }

    /** A bound that its class keeps to itself. */
    private static String bound(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null) instanceof Duration length
                ? words(length)
                : millis(((Number) field.get(null)).longValue());
    }

    private static double share(Class<?> owner, String name) throws ReflectiveOperationException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field.getDouble(null);
    }

    private static String words(Duration length) {
        return Times.words(length);
    }

    private static String millis(long millis) {
        return words(Duration.ofMillis(millis));
    }
}
