package io.counterweight.controller;

import io.counterweight.controller.loop.Standing;
import io.counterweight.dns.DnsServer;
import io.counterweight.dns.DnsStatistics;
import io.counterweight.engine.Alarm;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.ServicePlan;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What is measured. Labels are names of the topology and of policies, of so many rows at most. */
@ApplicationScoped
public class Metrics {
    private static final int MOST_ROWS = 10_000;
    private static final long REFRESH_MILLIS = 500;

    private static final Map<Integer, String> CODE_NAMES =
            Map.of(0, "NOERROR", 1, "FORMERR", 2, "SERVFAIL", 3, "NXDOMAIN", 4, "NOTIMP", 5, "REFUSED", 16, "BADVERS");

    private final MeterRegistry registry;
    private final Controller controller;
    private final Vertx vertx;

    public Metrics(MeterRegistry registry, Controller controller, Vertx vertx) {
        this.registry = registry;
        this.controller = controller;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        MultiGauge weights = MultiGauge.builder("counterweight.weight")
                .description("weight served, in thousandths of the service")
                .register(registry);
        MultiGauge shed = MultiGauge.builder("counterweight.shed")
                .description("clients that are turned away, in thousandths of the service")
                .register(registry);
        MultiGauge alarms = MultiGauge.builder("counterweight.alarm")
                .description("1 while the alarm stands")
                .register(registry);
        Gauge.builder("counterweight.ready", controller, it -> it.ready() ? 1 : 0)
                .register(registry);
        Gauge.builder("counterweight.proposals", controller, it -> it.standing()
                        .map(standing -> standing.decision().proposals().size())
                        .orElse(0))
                .description("moves of protected services that wait for people's consent")
                .register(registry);
        Gauge.builder("counterweight.loop.age.seconds", controller, it -> it.sinceLastTurn() / 1000.0)
                .register(registry);
        Gauge.builder(
                        "counterweight.journal.failing",
                        controller,
                        it -> it.journalFailing().isEmpty() ? 0 : 1)
                .register(registry);
        FunctionCounter.builder("counterweight.recording.lost", controller, Controller::lostTurns)
                .description("turns of the loop that were not recorded")
                .register(registry);
        Gauge.builder("counterweight.links", controller, Controller::links)
                .description("other sites that a link stands to")
                .register(registry);
        FunctionCounter.builder("counterweight.probes.skipped", controller, Controller::skippedProbes)
                .description("probes that found no room within probes.perSecond and probes.concurrent")
                .register(registry);
        CODE_NAMES.forEach((code, name) -> dns("counterweight.dns.answers", Tags.of("code", name), it -> it.byCode()
                .get(code)));
        dns("counterweight.dns.limited", Tags.empty(), DnsStatistics.Snapshot::limited);
        dns("counterweight.dns.slipped", Tags.empty(), DnsStatistics.Snapshot::slipped);
        dns("counterweight.dns.silent", Tags.empty(), DnsStatistics.Snapshot::silent);
        dns("counterweight.dns.tcp.connections", Tags.empty(), DnsStatistics.Snapshot::tcpConnections);
        dns("counterweight.dns.malformed", Tags.empty(), DnsStatistics.Snapshot::malformed);
        vertx.setPeriodic(REFRESH_MILLIS, due -> controller.standing().ifPresent(standing -> {
            weights.register(weights(standing), true);
            shed.register(shed(standing), true);
            alarms.register(alarms(standing), true);
            byRegion();
        }));
    }

    /** A counter for each region that has been seen: as many as the name server counts apart. Asking for one again changes nothing. */
    private void byRegion() {
        controller
                .dns()
                .map(server -> server.statistics().byRegion().keySet())
                .orElse(Set.of())
                .forEach(region ->
                        dns("counterweight.dns.answers.by.region", Tags.of("region", region), it -> it.byRegion()
                                .getOrDefault(region, 0L)));
    }

    private void dns(String name, Tags tags, ToDoubleFunction<DnsStatistics.Snapshot> value) {
        FunctionCounter.builder(name, controller, it -> it.dns()
                        .map(DnsServer::statistics)
                        .map(value::applyAsDouble)
                        .orElse(0.0))
                .tags(tags)
                .register(registry);
    }

    private static List<MultiGauge.Row<?>> weights(Standing standing) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (ServicePlan plan : standing.decision().plan().services().values()) {
            for (DatacenterShare share : plan.shares()) {
                if (rows.size() < MOST_ROWS) {
                    rows.add(MultiGauge.Row.of(
                            Tags.of(
                                    "service",
                                    plan.service().value(),
                                    "datacenter",
                                    share.datacenter().value()),
                            share.weight()));
                }
            }
        }
        return rows;
    }

    private static List<MultiGauge.Row<?>> shed(Standing standing) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (ServicePlan plan : standing.decision().plan().services().values()) {
            if (plan.shed().parts() > 0 && rows.size() < MOST_ROWS) {
                rows.add(MultiGauge.Row.of(
                        Tags.of("service", plan.service().value()), plan.shed().parts()));
            }
        }
        return rows;
    }

    private static List<MultiGauge.Row<?>> alarms(Standing standing) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Alarm alarm : standing.decision().alarms().values()) {
            if (rows.size() < MOST_ROWS) {
                rows.add(MultiGauge.Row.of(Tags.of("name", alarm.name(), "subject", alarm.subject()), 1));
            }
        }
        return rows;
    }
}
