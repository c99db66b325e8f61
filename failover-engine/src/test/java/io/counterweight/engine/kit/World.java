package io.counterweight.engine.kit;

import io.counterweight.engine.Decision;
import io.counterweight.engine.Engine;
import io.counterweight.engine.EngineState;
import io.counterweight.engine.Inputs;
import io.counterweight.engine.Settings;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.evidence.Condition;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.SafetyIntents;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One reader under a virtual clock: what reaches it is up to the test, and every turn goes through {@code Engine.decide}. */
public final class World {

    public static final long STEP_MILLIS = 250;

    public final ControllerId id;
    public final Sight sees = new Sight();

    private final Settings settings = Settings.defaults();
    private final SortedMap<ServiceName, Policy> policies = new TreeMap<>();
    private final List<TrafficOverride> overrides = new ArrayList<>();
    private DeploymentSafety deployment = DeploymentSafety.defaults();
    private final List<Drill> drills = new ArrayList<>();
    private final List<ApprovalVote> votes = new ArrayList<>();
    private Topology topology;
    private EngineState state = EngineState.fresh(1);
    private Facts facts = Facts.none(settings.staleness().toMillis());
    private SortedMap<ServiceName, SortedMap<Site, Integer>> applied = new TreeMap<>();
    private boolean started = true;
    private long now = 1_000_000;
    private Optional<Decision> last = Optional.empty();

    private World(ControllerId id, Topology topology) {
        this.id = id;
        this.topology = topology;
    }

    public static World of(String reader, Topology topology, Policy... policies) {
        World world = new World(ControllerId.parse(reader), topology);
        for (Policy policy : policies) {
            world.policy(policy);
        }
        return world;
    }

    public World policy(Policy policy) {
        policies.put(policy.service(), policy);
        return this;
    }

    public World topology(Topology next) {
        topology = next;
        return this;
    }

    public World overrides(TrafficOverride... inForce) {
        overrides.clear();
        overrides.addAll(List.of(inForce));
        return this;
    }

    /** What holds across all services. */
    public World deployment(DeploymentSafety limits) {
        deployment = limits;
        return this;
    }

    /** The drills that are recorded. */
    public World drills(Drill... recorded) {
        drills.clear();
        drills.addAll(List.of(recorded));
        return this;
    }

    /** What people say on proposals. */
    public World votes(ApprovalVote... given) {
        votes.clear();
        votes.addAll(List.of(given));
        return this;
    }

    /** Whether the first round is complete (rule E9); it is unless a test says otherwise. */
    public World started(boolean complete) {
        started = complete;
        return this;
    }

    /** Begins from this state instead of a first start's. */
    public World from(EngineState recovered) {
        state = recovered;
        return this;
    }

    /** What its actuators serve now; by default nothing. */
    public World applies(String service, String datacenter, int weight) {
        applied.computeIfAbsent(ServiceName.of(service), name -> new TreeMap<>())
                .put(Site.of(datacenter), weight);
        return this;
    }

    public World hears(Report... reports) {
        for (Report report : reports) {
            facts = facts.receive(report, now);
        }
        return this;
    }

    /** Each says one more report, and it is heard. */
    public World hears(Speaker... speakers) {
        for (Speaker speaker : speakers) {
            hears(speaker.say());
        }
        return this;
    }

    /** Lets time pass without a turn. */
    public World pass(long millis) {
        now += millis;
        return this;
    }

    /** A stall of the reader's own: time passes, nothing is heard, and then all ages and waits start again (rule G5). */
    public World stall(long millis) {
        long before = now;
        now += millis;
        facts = facts.restartAges(before, now);
        state = state.afterStall(now);
        return this;
    }

    /** Goes on in steps, hearing only these speakers, with a turn after each step. */
    public Decision run(long millis, Speaker... heard) {
        for (long passed = 0; passed < millis; passed += STEP_MILLIS) {
            pass(Math.min(STEP_MILLIS, millis - passed));
            hears(heard);
            decide();
        }
        return decision();
    }

    /** Enough steps to hold all of them as fresh. */
    public World calm(Speaker... heard) {
        run(4 * STEP_MILLIS, heard);
        return this;
    }

    public Decision decide() {
        Decision decision = Engine.decide(state, inputs(), now);
        state = decision.next();
        facts = facts.receive(decision.report(), now);
        last = Optional.of(decision);
        return decision;
    }

    public Inputs inputs() {
        Intents intents = new Intents(
                topology, true, policies, overrides, new TreeSet<>(), new SafetyIntents(deployment, votes, drills));
        return new Inputs(id, settings, facts, sees.observations(), intents, started, applied);
    }

    public Decision decision() {
        return last.orElseThrow(() -> new IllegalStateException(id + " has decided nothing yet"));
    }

    public Conclusion conclusion(String service, String datacenter) {
        Conclusion conclusion =
                decision().records().get(ServiceName.of(service)).conclusions().get(Site.of(datacenter));
        if (conclusion == null) {
            throw new IllegalStateException("nothing is concluded on " + service + " in " + datacenter);
        }
        return conclusion;
    }

    public Condition condition(String service, String datacenter) {
        return conclusion(service, datacenter).condition();
    }

    /** The weights of the whole, by datacenter. */
    public SortedMap<String, Integer> weights(String service) {
        SortedMap<String, Integer> weights = new TreeMap<>();
        decision()
                .plan()
                .service(ServiceName.of(service))
                .orElseThrow()
                .shares()
                .forEach(share -> weights.put(share.datacenter().value(), share.weight()));
        return weights;
    }

    /** The weights of one region's clients, where they are not 0. */
    public SortedMap<String, Integer> weights(String service, String region) {
        SortedMap<String, Integer> weights = new TreeMap<>();
        decision()
                .plan()
                .service(ServiceName.of(service))
                .map(plan -> plan.regions().get(Region.of(region)))
                .orElseThrow()
                .forEach((site, weight) -> weights.put(site.value(), weight));
        weights.values().removeIf(weight -> weight == 0);
        return weights;
    }

    public int weight(String service, String datacenter) {
        return weights(service).getOrDefault(datacenter, 0);
    }

    /** The ceiling that the reader states for its own datacenter. */
    public Optional<Ceiling> ceiling(String service) {
        return decision().report().of(ServiceName.of(service)).ceiling();
    }

    public Facts facts() {
        return facts;
    }

    public EngineState state() {
        return state;
    }

    public long now() {
        return now;
    }
}
