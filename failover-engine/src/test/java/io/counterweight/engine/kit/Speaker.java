package io.counterweight.engine.kit;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.ServiceObservation;
import io.counterweight.engine.fact.ServiceReport;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A controller as others hear it: it says what it {@code sees} and what it is told to state, with an advancing sequence. */
public final class Speaker {

    public final ControllerId id;
    public final Sight sees = new Sight();

    private final SortedMap<ServiceName, Ceiling> ceilings = new TreeMap<>();
    private final SortedMap<ServiceName, SortedMap<Site, Long>> incidents = new TreeMap<>();
    private final SortedMap<ServiceName, SortedMap<Site, Integer>> applied = new TreeMap<>();
    private final SortedMap<ServiceName, Double> demands = new TreeMap<>();
    private final SortedMap<ServiceName, SortedMap<Site, Double>> homes = new TreeMap<>();
    private final SortedMap<ServiceName, Integer> shed = new TreeMap<>();
    private final SortedMap<ControllerId, ReportStamp> echoes = new TreeMap<>();
    private final SortedMap<String, Long> remaining = new TreeMap<>();
    private final List<Speaker> hears = new ArrayList<>();
    private final SortedSet<Site> heard = new TreeSet<>();
    private ReportStamp stamp = new ReportStamp(1, 0);

    private Speaker(ControllerId id) {
        this.id = id;
        heard.add(id.site());
    }

    /** Reads {@code site/controller}. */
    public static Speaker of(String id) {
        return new Speaker(ControllerId.parse(id));
    }

    /** From now on every report echoes the last that these have said. */
    public Speaker hearing(Speaker... others) {
        hears.clear();
        hears.addAll(List.of(others));
        return this;
    }

    public Speaker echo(ControllerId writer, ReportStamp heardStamp) {
        echoes.put(writer, heardStamp);
        return this;
    }

    /** The sites that it says it has ever heard, besides its own. */
    public Speaker hasHeard(String... sites) {
        heard.addAll(Topologies.sites(sites));
        return this;
    }

    public Speaker ceiling(String service, Ceiling ceiling) {
        ceilings.put(ServiceName.of(service), ceiling);
        return this;
    }

    public Speaker incident(String service, String datacenter, long epoch) {
        incidents
                .computeIfAbsent(ServiceName.of(service), name -> new TreeMap<>())
                .put(Site.of(datacenter), epoch);
        return this;
    }

    public Speaker noIncident(String service, String datacenter) {
        incidents
                .computeIfAbsent(ServiceName.of(service), name -> new TreeMap<>())
                .remove(Site.of(datacenter));
        return this;
    }

    /** The weight, of the whole of 1000, that its actuators send to a datacenter. */
    public Speaker applied(String service, String datacenter, int weight) {
        applied.computeIfAbsent(ServiceName.of(service), name -> new TreeMap<>())
                .put(Site.of(datacenter), weight);
        return this;
    }

    /** What it has frozen as what all clients ask for. */
    public Speaker demand(String service, double demand) {
        demands.put(ServiceName.of(service), demand);
        return this;
    }

    /** What it has frozen as what a datacenter's own clients ask for. */
    public Speaker home(String service, String datacenter, double demand) {
        homes.computeIfAbsent(ServiceName.of(service), name -> new TreeMap<>()).put(Site.of(datacenter), demand);
        return this;
    }

    /** What of the whole its plan turns away, in thousandths. */
    public Speaker sheds(String service, int parts) {
        shed.put(ServiceName.of(service), parts);
        return this;
    }

    public Speaker remaining(String override, long millis) {
        remaining.put(override, millis);
        return this;
    }

    /** It starts again, in this incarnation; its next report has sequence 1. */
    public Speaker restarts(long incarnation) {
        stamp = new ReportStamp(incarnation, 0);
        return this;
    }

    public ReportStamp stamp() {
        return stamp;
    }

    /** Its next report. */
    public Report say() {
        stamp = stamp.next();
        return again();
    }

    /** Its present words under the stamp of its last report. */
    public Report again() {
        SortedMap<ControllerId, ReportStamp> echoed = new TreeMap<>(echoes);
        hears.forEach(other -> echoed.put(other.id, other.stamp));
        return new Report(id, stamp, 1, sees.observations().self(), services(), echoed, remaining, heard);
    }

    private SortedMap<ServiceName, ServiceReport> services() {
        SortedSet<ServiceName> names =
                new TreeSet<>(sees.observations().services().keySet());
        names.addAll(ceilings.keySet());
        names.addAll(incidents.keySet());
        names.addAll(applied.keySet());
        names.addAll(demands.keySet());
        names.addAll(shed.keySet());
        names.addAll(homes.keySet());
        SortedMap<ServiceName, ServiceReport> services = new TreeMap<>();
        for (ServiceName name : names) {
            ServiceObservation seen = sees.observations().of(name);
            services.put(
                    name,
                    new ServiceReport(
                            seen,
                            Optional.ofNullable(ceilings.get(name)),
                            incidents.getOrDefault(name, new TreeMap<>()),
                            new TreeSet<>(),
                            applied.getOrDefault(name, new TreeMap<>()),
                            true,
                            Optional.ofNullable(demands.get(name))
                                    .map(OptionalDouble::of)
                                    .orElseGet(OptionalDouble::empty),
                            Optional.empty(),
                            shed.getOrDefault(name, 0),
                            homes.getOrDefault(name, new TreeMap<>())));
        }
        return services;
    }
}
