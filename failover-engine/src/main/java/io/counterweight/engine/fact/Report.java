package io.counterweight.engine.fact;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * All that one controller says, written by that controller alone (rule G3).
 *
 * @param rules the newest version of the rules that the writer knows (rule G10)
 * @param echoes the highest stamp heard from every other controller
 * @param remainingMillis what is left of every override in force, by its id, counted on the writer's monotonic clock (rule W6)
 * @param heard the sites ever heard in this topology, by the writer, its journal or any report that it read (rule E3)
 * @param safety what it says of the safety rules (rule W4)
 * @param leaving by evacuation the services whose turn to leave has come (rule W5)
 * @param hearing whom it does not hear (rule E7); empty in reports of older versions, which say nothing of that
 */
public record Report(
        ControllerId writer,
        ReportStamp stamp,
        int rules,
        SelfCheck self,
        SortedMap<ServiceName, ServiceReport> services,
        SortedMap<ControllerId, ReportStamp> echoes,
        SortedMap<String, Long> remainingMillis,
        SortedSet<Site> heard,
        SafetyWord safety,
        SortedMap<String, SortedSet<ServiceName>> leaving,
        Optional<Hearing> hearing) {

    public Report {
        services = Frozen.map(services);
        echoes = Frozen.map(echoes);
        remainingMillis = Frozen.map(remainingMillis);
        heard = Frozen.set(heard);
        SortedMap<String, SortedSet<ServiceName>> called = new TreeMap<>();
        leaving.forEach((id, each) -> called.put(id, Frozen.set(each)));
        leaving = Frozen.map(called);
    }

    /** A report without a word on the safety rules, on evacuations, and on whom it does not hear. */
    public Report(
            ControllerId writer,
            ReportStamp stamp,
            int rules,
            SelfCheck self,
            SortedMap<ServiceName, ServiceReport> services,
            SortedMap<ControllerId, ReportStamp> echoes,
            SortedMap<String, Long> remainingMillis,
            SortedSet<Site> heard) {
        this(writer, stamp, rules, self, services, echoes, remainingMillis, heard, SafetyWord.none(), new TreeMap<>(), Optional.empty());
    }

    /** The same with its word on exclusive services, and on whom it hears. */
    public Report with(Hearing whom, SortedMap<ServiceName, Stance> stances) {
        SortedMap<ServiceName, ServiceReport> all = new TreeMap<>(services);
        stances.forEach((service, stance) -> all.put(service, of(service).with(stance)));
        return new Report(
                writer, stamp, rules, self, all, echoes, remainingMillis, heard, safety, leaving, Optional.of(whom));
    }

    public ServiceReport of(ServiceName service) {
        ServiceReport report = services.get(service);
        return report == null ? ServiceReport.nothing() : report;
    }
}
