package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.Settings;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.replay.Life;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Controllers of several sites, all the machinery between them, and the clock. Every step is the same for the same calls. */
public final class Cluster {

    /** A turn of every controller, while anything happens. */
    public static final long STEP_MILLIS = 250;

    /** A turn in calm: later than this after its last turn a controller of the product takes itself for stalled. */
    static final long CALM_STEP_MILLIS = 950;

    /** An echo comes back two steps later, and 1.9 s are as old as a lease may be. */
    private static final long CALM_STEP_OF_LEASES_MILLIS = 500;

    private static final long CALM_AFTER_MILLIS = 5_000;

    private final Settings settings;
    private final Network network;
    private final Applications applications;
    private final SortedMap<ControllerId, Node> nodes = new TreeMap<>();
    private final Map<TrafficOverride, Long> accepted = new HashMap<>();
    private final List<Runnable> watchers = new ArrayList<>();
    private final Operators operators;
    private final Coverage coverage = new Coverage();
    private final Mail mail;
    private final RandomGenerator random;
    /** What all clients of each service ask for. */
    static final double DEMAND = 1_000;

    private final Set<Site> unmeasured = new HashSet<>();
    private boolean measuresLoad = true;
    private boolean driftsLoad;
    private boolean steady;
    private long now;
    private long skipped;
    private long stirredAt;
    private long stepMillis = STEP_MILLIS;
    private long calmStepMillis = CALM_STEP_MILLIS;
    private long turns;
    private Recorder recorder = Recorder.none();
    private int lives;

    private Cluster(Topology topology, Settings settings, long seed) {
        this.settings = settings;
        this.network = new Network();
        this.applications = new Applications();
        this.random = new SplittableRandom(seed);
        this.operators = new Operators(topology);
        this.mail = new Mail(this);
    }

    private Cluster(Cluster past) {
        this.settings = past.settings;
        this.network = past.network.copy();
        this.applications = past.applications.copy();
        this.random = past.random;
        this.operators = past.operators;
        this.accepted.putAll(past.accepted);
        this.measuresLoad = past.measuresLoad;
        this.now = past.now;
        this.stirredAt = past.stirredAt;
        this.stepMillis = past.stepMillis;
        this.calmStepMillis = past.calmStepMillis;
        this.turns = past.turns;
        past.nodes.forEach((id, node) -> nodes.put(id, node.copy(this)));
        this.mail = past.mail.copy(this);
    }

    /**
     * The same past, to go on by itself: nothing that happens to the one happens to the other. They share what people's bodies mean,
     * and the dice, which only foul weather and late name servers throw. Watchers stay behind.
     */
    Cluster copy() {
        return new Cluster(this);
    }

    /** All controllers started at once, and these policies known to the first of them. */
    public static Cluster of(Topology topology, List<String> controllers, Policy... policies) {
        return of(topology, 0, controllers, List.of(policies));
    }

    static Cluster of(Topology topology, long seed, List<String> controllers, List<Policy> policies) {
        return of(topology, Settings.defaults(), seed, controllers, policies);
    }

    static Cluster of(
            Topology topology, Settings settings, long seed, List<String> controllers, List<Policy> policies) {
        Cluster cluster = new Cluster(topology, settings, seed);
        controllers.forEach(cluster::add);
        controllers.forEach(cluster::start);
        for (Policy policy : policies) {
            cluster.policy(controllers.getFirst(), policy);
        }
        return cluster;
    }

    public Node add(String controller) {
        ControllerId id = ControllerId.parse(controller);
        return nodes.computeIfAbsent(id, unseen -> new Node(id, this, nodes.size()));
    }

    public Cluster withoutMeasuredLoad() {
        measuresLoad = false;
        return this;
    }

    /** From now on, also of those who already run. */
    public Cluster record(Recorder told) {
        recorder = told;
        nodes.values().forEach(node -> node.running()
                .ifPresent(controller -> told.began(controller.opening(node.wall(), node.monotonic()))));
        return this;
    }

    Recorder recorder() {
        return recorder;
    }

    /** The next life of a controller; no two are the same. */
    Life life(ControllerId controller, long incarnation) {
        lives++;
        return new Life(controller, incarnation, Integer.toString(lives));
    }

    /** What clients ask for is now more, now less, by a tenth, and elsewhere otherwise. */
    public Cluster withDriftingLoad() {
        driftsLoad = true;
        return this;
    }

    /** From now on nobody in a datacenter says what it carries. */
    public Cluster losesLoadOf(String datacenter) {
        unmeasured.add(Site.of(datacenter));
        return this;
    }

    boolean measuresLoad() {
        return measuresLoad;
    }

    /** Called after every step. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    public Cluster run(long millis) {
        for (long passed = 0; passed < millis; passed += STEP_MILLIS) {
            step();
        }
        return this;
    }

    /** Goes on until this holds; fails where it does not within the bound. Gives the time that it took. */
    public long until(long boundMillis, BooleanSupplier holds) {
        long since = now;
        while (!holds.getAsBoolean()) {
            if (now - since > boundMillis) {
                throw new AssertionError("not within " + boundMillis + " ms; " + this);
            }
            step();
        }
        return now - since;
    }

    /** As {@link #run}, with long turns while nothing happens. */
    void pass(long millis) {
        for (long end = now + millis; now < end; ) {
            boolean calm =
                    now - stirredAt >= CALM_AFTER_MILLIS && network.weather().fair();
            stepMillis = calm ? calmStepMillis : STEP_MILLIS;
            step();
        }
        stepMillis = STEP_MILLIS;
    }

    /** Long turns short enough for leases: an exclusive service would lose its own in each calm. */
    void withLeases() {
        calmStepMillis = CALM_STEP_OF_LEASES_MILLIS;
    }

    /** While true a load that drifts stands still. */
    void steady(boolean stands) {
        steady = stands;
    }

    /** So much time passes in which the world repeats itself: nobody's state changes but by what a shift of all clocks changes. */
    void skip(long millis) {
        skipped += millis;
    }

    /** Something happens: short turns for a while. */
    void stir() {
        stirredAt = now;
    }

    /** A letter sent now is there at the receiver's next turn: in long turns for those who come later in the same step. */
    long latencyMillis() {
        return stepMillis == STEP_MILLIS ? 1 : 0;
    }

    void noted(Optional<Decision> before, Decision decision) {
        coverage.decided(before, decision);
        if (decision.news()
                || !before.map(each -> each.plan().fence())
                        .equals(Optional.of(decision.plan().fence()))) {
            stir();
        }
    }

    private void step() {
        beginStep(stepMillis);
        nodes.values().forEach(this::turn);
        endStep();
    }

    void beginStep(long millis) {
        stepMillis = millis;
        now += millis;
    }

    /** Brings its letters to a controller, lets it take its turn if it works, and sends what it says. */
    void turn(Node node) {
        if (!node.stalled()) {
            mail.deliver(node);
        }
        if (node.works()) {
            turns++;
            Decision decision = node.controller().turn(node.monotonic());
            List<IntentEntry> ends = decision.ended().stream()
                    .map(ended -> node.controller().write(ended, Optional.empty(), "counterweight", node.wall()))
                    .toList();
            node.saved();
            mail.publish(node, List.of(decision.report()), ends);
            mail.exchange(node, exchanges(node));
            if (node.controller().inDoubt()) {
                stir();
            }
        }
    }

    private boolean exchanges(Node node) {
        long index = nodes.headMap(node.id).size() + 1L;
        long steps = settings.exchangeCycle().toMillis() / stepMillis;
        return stepMillis == calmStepMillis || (now / stepMillis + index) % steps == 0;
    }

    void endStep() {
        mail.noteConnections();
        watchers.forEach(Runnable::run);
    }

    /** What the future depends on, beside the controllers: what is cut, what serves, what is on its way. */
    List<Object> memory() {
        long phase = now / stepMillis % (settings.exchangeCycle().toMillis() / stepMillis);
        return List.of(phase, network.memory(now), applications.memory(), mail.memory());
    }

    /** This cluster's own of what stands for the same machine in another copy. */
    Node same(Node node) {
        return node(node.id.toString());
    }

    public void start(String controller) {
        node(controller).start();
    }

    public void kill(String controller) {
        node(controller).kill();
    }

    /** Every process of the site dies at once, controllers and applications. */
    public void powerOff(String site) {
        applications.powerOff(Site.of(site));
        at(site).forEach(Node::kill);
    }

    public void powerOn(String site) {
        applications.powerOn(Site.of(site));
        at(site).forEach(Node::start);
    }

    public void policy(String by, Policy policy) {
        write(by, IntentKey.policy(policy.service().value()), operators.body(policy));
    }

    void delete(String by, ServiceName service) {
        Node node = node(by);
        send(node, node.controller().write(IntentKey.policy(service.value()), Optional.empty(), "ann", node.wall()));
    }

    /** Written so that only the newest programs can read it. */
    void policyOfNewKind(String by, Policy policy) {
        write(by, IntentKey.policy(policy.service().value()), operators.bodyOfNewKind(policy));
    }

    public void topology(String by, Topology topology) {
        write(by, IntentKey.votingSet(), operators.body(topology));
    }

    public void override(String by, TrafficOverride override) {
        TrafficOverride complete = node(by).controller().complete(override);
        accepted.put(complete, now);
        write(by, IntentKey.override(override.id()), operators.body(complete));
    }

    public void deployment(String by, DeploymentSafety limits) {
        write(by, IntentKey.safety(), operators.body(limits));
    }

    public void vote(String by, ApprovalVote vote) {
        write(by, IntentKey.approval(vote.id()), operators.body(vote));
    }

    /** Whether a person has ever promoted anything. */
    boolean promoted() {
        return accepted.keySet().stream().anyMatch(each -> each.action() instanceof TrafficOverride.Action.Promote);
    }

    public void drill(String by, Drill drill) {
        write(by, IntentKey.drill(drill.id()), operators.body(drill));
    }

    /** A person ends an override before its time. */
    void end(String by, TrafficOverride override) {
        accepted.keySet().removeIf(each -> each.id().equals(override.id()));
        Node node = node(by);
        send(node, node.controller().write(IntentKey.override(override.id()), Optional.empty(), "ann", node.wall()));
    }

    private void write(String by, IntentKey key, String body) {
        Node node = node(by);
        IntentEntry entry = node.controller().write(key, Optional.of(body), "ann", node.wall());
        send(node, entry);
    }

    private void send(Node node, IntentEntry entry) {
        node.saved();
        mail.publish(node, List.of(), List.of(entry));
        stir();
    }

    RandomGenerator random() {
        return random;
    }

    /** Turns of controllers, and letters that arrived. */
    long events() {
        return turns + mail.delivered();
    }

    /** Whether users who are sent there are served. */
    boolean serves(Policy policy, Site datacenter) {
        Placement place = new Placement(policy.service(), datacenter);
        return applications.ingress(place)
                && policy.datacenters().containsKey(datacenter)
                && policy.datacenters().get(datacenter).endpoints().keySet().stream()
                        .anyMatch(endpoint -> applications.serves(place, endpoint));
    }

    /** What a datacenter carries, of the {@link #DEMAND} of all clients: each datacenter with a name server has as many of them. */
    OptionalDouble load(Policy policy, Site datacenter) {
        return measuresLoad && !unmeasured.contains(datacenter)
                ? OptionalDouble.of(
                        serves(policy, datacenter) ? DEMAND * drift(datacenter) * sent(policy, datacenter) : 0)
                : OptionalDouble.empty();
    }

    /** The part of all clients that a datacenter is sent. */
    double sent(Policy policy, Site datacenter) {
        int answering = 0;
        double all = 0;
        for (Site site : policy.datacenters().keySet()) {
            double weight = sentFrom(site, policy.service(), datacenter);
            if (weight >= 0) {
                answering++;
                all += weight;
            }
        }
        double sent = answering == 0 ? 0 : all / answering;
        return sent / ServicePlan.WHOLE;
    }

    private double drift(Site datacenter) {
        return driftsLoad && !steady
                ? new SplittableRandom(time() / 1_000 * 31 + datacenter.hashCode()).nextDouble(0.9, 1.1)
                : 1;
    }

    /** In thousandths of all clients, of whom some are turned away; below 0 where nobody answers. */
    private double sentFrom(Site site, ServiceName service, Site datacenter) {
        for (Node node : nodes.values()) {
            if (node.id.site().equals(site) && node.running().isPresent()) {
                Optional<ServicePlan> plan = node.controller().served().service(service);
                if (plan.isPresent()) {
                    return weight(plan.get(), datacenter)
                            * (1 - plan.get().shed().share());
                }
            }
        }
        return -1;
    }

    /** Of a service that is spread by region, the largest part of any region's clients. */
    static int weight(ServicePlan plan, Site datacenter) {
        return plan.peaks().getOrDefault(datacenter, 0);
    }

    public Network network() {
        return network;
    }

    public Applications applications() {
        return applications;
    }

    Coverage coverage() {
        return coverage;
    }

    Operators operators() {
        return operators;
    }

    /** When each override was accepted. */
    Map<TrafficOverride, Long> accepted() {
        return accepted;
    }

    Settings settings() {
        return settings;
    }

    Collection<Node> nodes() {
        return nodes.values();
    }

    List<Node> at(String site) {
        return nodes.values().stream()
                .filter(node -> node.id.site().equals(Site.of(site)))
                .toList();
    }

    Node node(ControllerId controller) {
        return Optional.ofNullable(nodes.get(controller)).orElseThrow();
    }

    Node node(String controller) {
        return Optional.ofNullable(nodes.get(ControllerId.parse(controller))).orElseThrow();
    }

    /** What was played, in milliseconds: what times and waits are counted in. */
    long now() {
        return now;
    }

    long skipped() {
        return skipped;
    }

    /** Since the world began, with what was skipped. */
    long time() {
        return now + skipped;
    }

    /** How soon it turns to long steps, and where in an exchange cycle it is. */
    List<Long> pace() {
        return List.of(
                Math.min(now - stirredAt, CALM_AFTER_MILLIS),
                now % settings.exchangeCycle().toMillis());
    }

    Mail mail() {
        return mail;
    }

    @Override
    public String toString() {
        return "after " + now + " ms: " + Views.all(this);
    }
}
