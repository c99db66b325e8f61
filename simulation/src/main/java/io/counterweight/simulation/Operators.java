package io.counterweight.simulation;

import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.intent.IntentBook;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.SafetyIntents;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.intent.TrafficOverride.Action;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What people want, and how it is written down: an entry's body is a number that stands for the object. */
public final class Operators {
    private static final long RELEASED_MILLIS = 20_000;


    private final Topology fromFile;
    private final Map<String, Object> bodies = new HashMap<>();
    private final Set<String> newKind = new HashSet<>();

    Operators(Topology fromFile) {
        this.fromFile = fromFile;
    }

    /** What was written once is the same body when it is written again. */
    String body(Object intent) {
        Optional<String> known = bodies.entrySet().stream()
                .filter(each -> each.getValue().equals(intent) && !newKind.contains(each.getKey()))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder());
        return known.orElseGet(() -> added(intent));
    }

    private String added(Object intent) {
        String body = String.valueOf(bodies.size());
        bodies.put(body, intent);
        return body;
    }

    /** What is known before anything is. */
    Intents nothing() {
        return decode(IntentBook.empty(), Node.NEWEST_RULES);
    }

    /** Written in a way that only the newest programs can read (rule G10). */
    String bodyOfNewKind(Object intent) {
        String body = added(intent);
        newKind.add(body);
        return body;
    }

    Intents decode(IntentBook book, int rules) {
        Topology topology = book.inForce(IntentKey.votingSet())
                .map(entry -> meant(entry, Topology.class))
                .orElse(fromFile);
        SortedMap<ServiceName, Policy> policies = new TreeMap<>();
        SortedSet<ServiceName> unreadable = new TreeSet<>();
        for (IntentEntry entry : book.living(IntentKey.POLICY)) {
            Policy policy = meant(entry, Policy.class);
            if (rules < Node.NEWEST_RULES && newKind.contains(entry.body().orElseThrow())) {
                unreadable.add(policy.service());
            } else {
                policies.put(policy.service(), policy);
            }
        }
        List<TrafficOverride> overrides = new ArrayList<>();
        book.living(IntentKey.OVERRIDE).stream()
                .sorted(Comparator.comparing(IntentEntry::stamp))
                .forEach(entry -> overrides.add(meant(entry, TrafficOverride.class)));
        List<ApprovalVote> votes = new ArrayList<>();
        book.living(IntentKey.APPROVAL).forEach(entry -> votes.add(meant(entry, ApprovalVote.class)));
        List<Drill> drills = new ArrayList<>();
        book.living(IntentKey.DRILL).forEach(entry -> drills.add(meant(entry, Drill.class)));
        boolean known = !policies.isEmpty() || !unreadable.isEmpty();
        return new Intents(
                topology,
                known,
                policies,
                overrides,
                unreadable,
                new SafetyIntents(deployment(book), votes, drills));
    }

    private DeploymentSafety deployment(IntentBook book) {
        return book.inForce(IntentKey.safety())
                .map(entry -> meant(entry, DeploymentSafety.class))
                .orElseGet(DeploymentSafety::defaults);
    }

    private <T> T meant(IntentEntry entry, Class<T> kind) {
        Object meant = bodies.get(entry.body().orElseThrow());
        return Optional.ofNullable(meant).map(kind::cast).orElseThrow();
    }

    /** A person consents to a proposal for so long. */
    public static ApprovalVote approves(String person, String proposal, long millis) {
        return new ApprovalVote(ApprovalVote.id(proposal, person), proposal, person, true, false, "seen", millis);
    }

    public static TrafficOverride drain(String id, String datacenter, long millis) {
        return order(id, new Action.Drain(Site.of(datacenter)), false, millis);
    }

    public static TrafficOverride hardDrain(String id, String datacenter, long millis) {
        return order(id, new Action.Drain(Site.of(datacenter)), true, millis);
    }

    public static TrafficOverride evacuate(String id, String datacenter, long millis) {
        return order(id, new Action.Evacuate(Site.of(datacenter)), false, millis);
    }

    /** Holds these weights of one service: what the operator saw when it was accepted. */
    public static TrafficOverride hold(String id, String service, Map<String, Integer> seen, long millis) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        seen.forEach((site, weight) -> weights.put(Site.of(site), weight));
        SortedMap<ServiceName, SortedMap<Site, Integer>> captured = new TreeMap<>();
        captured.put(ServiceName.of(service), weights);
        return order(id, new Action.Hold(captured, new TreeMap<>()), false, millis);
    }

    public static TrafficOverride pin(String id, Map<String, Integer> wanted, long millis) {
        return pin(id, wanted, false, millis);
    }

    /** One that does not yield to loss. */
    public static TrafficOverride hardPin(String id, Map<String, Integer> wanted, long millis) {
        return pin(id, wanted, true, millis);
    }

    private static TrafficOverride pin(String id, Map<String, Integer> wanted, boolean hard, long millis) {
        SortedMap<Site, Integer> weights = new TreeMap<>();
        wanted.forEach((site, weight) -> weights.put(Site.of(site), weight));
        return order(id, new Action.Pin(weights), hard, millis);
    }

    /** Long enough to be heard: then the ceiling remembers it. */
    public static TrafficOverride release(String id, String service, String datacenter, long epoch) {
        SortedMap<ServiceName, Long> epochs = new TreeMap<>(Map.of(ServiceName.of(service), epoch));
        return order(id, new Action.Release(Site.of(datacenter), epochs), false, RELEASED_MILLIS);
    }

    /** Lets it return so far, in percent, for so long. */
    public static TrafficOverride releaseUpTo(String id, Action.Release incident, int upTo, long millis) {
        return order(
                id, new Action.Release(incident.datacenter(), incident.epochs(), upTo), false, millis);
    }

    public static TrafficOverride promote(String id, String service, String datacenter, long millis) {
        return new TrafficOverride(
                id,
                new Action.Promote(Site.of(datacenter)),
                Optional.of(ServiceName.of(service)),
                "ann",
                "the other is down",
                false,
                false,
                millis);
    }

    private static TrafficOverride order(String id, Action action, boolean hard, long millis) {
        return new TrafficOverride(id, action, Optional.empty(), "ann", "maintenance", hard, false, millis);
    }
}
