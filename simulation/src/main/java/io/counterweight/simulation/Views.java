package io.counterweight.simulation;

import io.counterweight.engine.Decision;
import io.counterweight.engine.DecisionRecord;
import io.counterweight.engine.evidence.Conclusion;
import io.counterweight.engine.explain.Explainer;
import io.counterweight.engine.explain.Explainer.Standpoint;
import io.counterweight.engine.explain.Explanation;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.ServicePlan;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a test may look at: the weights that a name server answers by, and the words of the last decision behind them. */
public final class Views {

    private Views() {}

    /** The weights that this controller's name server answers by; empty before it answers. */
    public static SortedMap<String, Integer> weights(Cluster cluster, String controller, String service) {
        SortedMap<String, Integer> weights = new TreeMap<>();
        cluster.node(controller)
                .controller()
                .served()
                .service(ServiceName.of(service))
                .ifPresent(plan -> plan.shares()
                        .forEach(share -> weights.put(share.datacenter().value(), share.weight())));
        return weights;
    }

    /** What this controller's name server answers by; empty while it is down, and before it answers. */
    public static Optional<ServicePlan> served(Cluster cluster, String controller, ServiceName service) {
        return cluster.node(controller).running().filter(Controller::started).flatMap(running -> running.served()
                .service(service));
    }

    /** The weights of one region's clients. */
    public static SortedMap<String, Integer> weights(
            Cluster cluster, String controller, String service, String region) {
        SortedMap<String, Integer> weights = new TreeMap<>();
        cluster.node(controller)
                .controller()
                .served()
                .service(ServiceName.of(service))
                .map(plan -> plan.regions().get(Region.of(region)))
                .ifPresent(parts -> parts.forEach((site, weight) -> weights.put(site.value(), weight)));
        return weights;
    }

    public static int weight(Cluster cluster, String controller, String service, String datacenter) {
        return weights(cluster, controller, service).getOrDefault(datacenter, 0);
    }

    public static Decision decision(Cluster cluster, String controller) {
        return cluster.node(controller).controller().last().orElseThrow();
    }

    public static DecisionRecord record(Cluster cluster, String controller, String service) {
        DecisionRecord record = decision(cluster, controller).records().get(ServiceName.of(service));
        if (record == null) {
            throw new IllegalStateException(controller + " knows no policy of " + service);
        }
        return record;
    }

    public static Conclusion conclusion(Cluster cluster, String controller, String service, String datacenter) {
        Conclusion conclusion =
                record(cluster, controller, service).conclusions().get(Site.of(datacenter));
        if (conclusion == null) {
            throw new IllegalStateException(controller + " concludes nothing on " + service + " in " + datacenter);
        }
        return conclusion;
    }

    /** What this controller says of a service to whoever asks. */
    public static Explanation explanation(Cluster cluster, String controller, String service) {
        Node node = cluster.node(controller);
        Controller running = node.controller();
        Standpoint standpoint = new Standpoint(
                decision(cluster, controller),
                cluster.settings(),
                running.facts(),
                running.intents(),
                node.monotonic());
        return Explainer.explain(standpoint, ServiceName.of(service), new TreeMap<>())
                .orElseThrow();
    }

    /** The ceiling that this controller states of its own datacenter. */
    public static Ceiling ceiling(Cluster cluster, String controller, String service) {
        return decision(cluster, controller)
                .report()
                .of(ServiceName.of(service))
                .ceiling()
                .orElseThrow();
    }

    /** Every working controller's answers, for a failed test's message. */
    static String all(Cluster cluster) {
        StringBuilder all = new StringBuilder();
        for (Node node : cluster.nodes()) {
            all.append("\n  ").append(node.id).append(node.stalled() ? " stalled" : "");
            node.running()
                    .flatMap(Controller::last)
                    .ifPresentOrElse(last -> describe(all, node, last), () -> all.append(" down"));
        }
        return all.toString();
    }

    private static void describe(StringBuilder all, Node node, Decision last) {
        last.records().values().forEach(record -> {
            all.append("\n    ").append(record.service()).append(' ').append(weights(node, record.service()));
            record.conclusions().forEach((site, conclusion) -> all.append("\n      ")
                    .append(site)
                    .append(": ")
                    .append(conclusion.rule())
                    .append(' ')
                    .append(conclusion.reason())
                    .append("; ")
                    .append(record.ceilings().get(site)));
            all.append("\n      steps ").append(record.steps());
        });
        all.append("\n    incidents ").append(last.next().incidents());
    }

    private static String weights(Node node, ServiceName service) {
        return node.controller()
                .served()
                .service(service)
                .map(plan -> plan.shares().toString())
                .orElse("answers nothing");
    }
}
