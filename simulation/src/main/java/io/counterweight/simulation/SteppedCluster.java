package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster whose every turn is asked for from outside, under the invariants, and which can be copied and told from another: what an
 * exploration of all possible orders needs. Nothing in it is drawn by lot. All wall clocks stand still: only the order of people's
 * writes is theirs, and counters keep that.
 */
public final class SteppedCluster {

    /** Two moments with the same mark have the same futures, save for a hash of 128 bits that collides. */
    public record Mark(long high, long low) {}

    /**
     * What is played.
     *
     * @param controllers as {@code site/name}
     * @param stepMillis one turn of every controller
     * @param lossBoundMillis within which the dead must be drained
     * @param longestWaitMillis no rule of these settings and policies asks whether anything lasted longer
     */
    public record Setting(
            Topology topology,
            Settings settings,
            List<String> controllers,
            List<Policy> policies,
            boolean measuresLoad,
            long stepMillis,
            long lossBoundMillis,
            long longestWaitMillis) {

        public Setting {
            controllers = List.copyOf(controllers);
            policies = List.copyOf(policies);
        }
    }

    private final Setting setting;
    private final Cluster cluster;
    private final Invariants invariants;
    private final Map<ControllerId, SortedMap<Long, Long>> newest;

    private SteppedCluster(
            Setting setting, Cluster cluster, Invariants invariants, Map<ControllerId, SortedMap<Long, Long>> newest) {
        this.setting = setting;
        this.cluster = cluster;
        this.invariants = invariants;
        this.newest = newest;
    }

    /** All just started; the invariants hold from the first watched step on. */
    public static SteppedCluster of(Setting setting) {
        Cluster cluster =
                Cluster.of(setting.topology(), setting.settings(), 0, setting.controllers(), setting.policies());
        if (!setting.measuresLoad()) {
            cluster.withoutMeasuredLoad();
        }
        return new SteppedCluster(
                setting, cluster, new Invariants(cluster, setting.lossBoundMillis()), new HashMap<>());
    }

    public SteppedCluster copy() {
        Cluster other = cluster.copy();
        return new SteppedCluster(setting, other, invariants.copy(other), new HashMap<>(newest));
    }

    /** Time passes: one step. */
    public void tick() {
        cluster.beginStep(setting.stepMillis());
        cluster.nodes().forEach(node -> node.wallError = -cluster.now());
    }

    /** The controllers that take a turn in the next step, unless something happens to them before. */
    public List<String> next() {
        return cluster.nodes().stream()
                .filter(node -> node.worksIn(setting.stepMillis()))
                .map(node -> node.id.toString())
                .toList();
    }

    /**
     * One controller reads what has arrived, takes its turn, and what it says is there for all who take theirs later in this step.
     *
     * @return whether it says anything new
     */
    public boolean turn(String controller) {
        Node node = cluster.node(controller);
        cluster.turn(node);
        Optional<Decision> decision = node.running().flatMap(Controller::last);
        decision.ifPresent(made -> said(node.id, made.report().stamp()));
        return decision.filter(Decision::news).isPresent();
    }

    private void said(ControllerId writer, ReportStamp stamp) {
        SortedMap<Long, Long> lives = new TreeMap<>(newest.getOrDefault(writer, new TreeMap<>()));
        lives.merge(stamp.incarnation(), stamp.sequence(), Math::max);
        newest.put(writer, lives);
    }

    /** Closes the step. */
    public void endStep() {
        cluster.endStep();
    }

    /**
     * After a step: what the invariants say of it.
     *
     * @return what does not hold; empty when all does
     */
    public Optional<String> violation() {
        try {
            invariants.check();
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    public boolean runs(String controller) {
        return cluster.node(controller).running().isPresent();
    }

    /** It freezes for so long, and goes on. */
    public void stall(String controller, long millis) {
        cluster.node(controller).stall(millis);
    }

    /** Letters from one site to the other are held for so long, and then come all at once. */
    public void slow(String from, String to, long millis) {
        cluster.network().slow(from, to, cluster.now() + millis);
    }

    /** Its process dies, and what it wrote is lost: it will start from nothing. */
    public void wipe(String controller) {
        Node node = cluster.node(controller);
        node.kill();
        node.replaceDisk(Disk.empty(node.id));
    }

    /** Its process dies, and its disk is set back to this journal. */
    public void restore(String controller, Disk journal) {
        cluster.node(controller).kill();
        cluster.node(controller).replaceDisk(journal);
    }

    public Disk journal(String controller) {
        return cluster.node(controller).disk();
    }

    /** What each working controller's name server answers, by service and datacenter; nothing where it is not open. */
    public SortedMap<String, SortedMap<ServiceName, SortedMap<Site, Integer>>> answers() {
        SortedMap<String, SortedMap<ServiceName, SortedMap<Site, Integer>>> answers = new TreeMap<>();
        cluster.nodes().stream().filter(Node::works).forEach(node -> {
            Controller controller = node.controller();
            answers.put(node.id.toString(), controller.started() ? controller.answered() : new TreeMap<>());
        });
        return answers;
    }

    /** Whether any order of a person is in force anywhere. */
    public boolean ordered() {
        return cluster.nodes().stream()
                .flatMap(node -> node.running().stream())
                .anyMatch(controller -> !controller.intents().overrides().isEmpty());
    }

    public Mark mark() {
        Fingerprint print = new Fingerprint(
                setting.longestWaitMillis(),
                controller -> cluster.node(controller.toString()).monotonic(),
                newest);
        print.add(cluster.memory()).add(invariants.memory());
        cluster.nodes().forEach(node -> print.add(node.id, node.memory()));
        Fingerprint.Mark mark = print.mark();
        return new Mark(mark.high(), mark.low());
    }

    /** To break it, to mend it, and to give orders. */
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public String toString() {
        return cluster.toString();
    }
}
