package io.counterweight.engine.exclusive;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Hearing;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whoever else may answer an exclusive service: every controller of a datacenter that this one, or anybody whom it heard, has ever
 * heard. And what they say of it, as far as it is younger than a lease (rule E7).
 */
final class Neighbours {

    private final Evidence evidence;
    private final Said said;
    private final boolean settled;
    private final SortedSet<ControllerId> known = new TreeSet<>();

    /**
     * Reads the reports that are held.
     *
     * @param settled whether this controller has listened for two staleness bounds
     */
    Neighbours(Evidence evidence, Said said, boolean settled) {
        this.evidence = evidence;
        this.said = said;
        this.settled = settled;
        if (said.recent().isEmpty()) {
            return;
        }
        evidence.facts().reports().forEach((writer, held) -> {
            known.add(writer);
            known.addAll(held.report().echoes().keySet());
        });
        known.remove(evidence.reader());
    }

    /** Of a datacenter, but this controller. */
    List<ControllerId> at(Site datacenter) {
        return known.stream().filter(each -> each.site().equals(datacenter)).toList();
    }

    SortedSet<Site> datacenters() {
        return evidence.topology().datacenters();
    }

    boolean isHome(Site site) {
        return site.equals(evidence.home());
    }

    boolean settled() {
        return settled;
    }

    /** What those who are heard say of a service, but this controller. */
    List<Stance> stances(ServiceName service) {
        return evidence.allSpeaking().stream()
                .filter(report -> !report.writer().equals(evidence.reader()))
                .flatMap(report -> report.of(service).stance().stream())
                .toList();
    }

    /** What the application at a site has confirmed to be, by each of its controllers that is heard. */
    List<Optional<Role>> roles(Site site, ServiceName service) {
        return evidence.speaking(site).stream()
                .map(report -> report.of(service).seen().role())
                .toList();
    }

    /** It has heard the claim, and names and claims nothing else. */
    boolean agrees(ControllerId other, ServiceName service, Tenure.Claim claim) {
        return answering(other)
                .filter(report -> !claim.stamp().isAfter(echo(report)))
                .flatMap(report -> report.of(service).stance())
                .filter(stance -> stance.leavesAloneWith(claim.datacenter()))
                .isPresent();
    }

    /** Whether it hears this controller, and knows of the service that it is exclusive: it could agree. */
    boolean reachable(ControllerId other, ServiceName service) {
        return answering(other)
                .flatMap(report -> report.of(service).stance())
                .isPresent();
    }

    /** It is not heard here, and the last that was heard is that it leaves. */
    boolean left(ControllerId other) {
        return unheardHere(other)
                && evidence.facts()
                        .of(other)
                        .filter(held -> held.report().self().leaving())
                        .isPresent();
    }

    /** This controller has not heard it for two staleness bounds, if ever. */
    boolean unheardHere(ControllerId other) {
        return settled
                && evidence.facts().of(other).map(this::longSilent).orElse(true);
    }

    /** A majority of the voting set has not heard it for two staleness bounds, each by its own report; its own site cannot say so. */
    boolean gone(ControllerId other) {
        return majority(other.site(), report -> unheard(report, other));
    }

    /** A majority of the voting set has listened for two staleness bounds, and knows of no controller of this datacenter. */
    boolean neverHeard(Site datacenter) {
        return majority(datacenter, report -> settled(report));
    }

    private boolean majority(Site about, Predicate<Report> says) {
        long saying = evidence.topology().sites().stream()
                .filter(site -> !site.equals(about))
                .filter(site -> says(site, says))
                .count();
        return saying >= Lease.majority(evidence.topology().sites().size());
    }

    /**
     * Whether a site says so: every controller of it that is heard, in a report that hears this one. One of it that is not heard here
     * must be unheard by its siblings too: otherwise it may hear whom they do not.
     */
    private boolean says(Site site, Predicate<Report> says) {
        List<Report> speaking = evidence.speaking(site);
        boolean all = !speaking.isEmpty()
                && speaking.stream().allMatch(report -> hearsMe(report) && says.test(report));
        return all
                && at(site).stream()
                        .filter(each -> speaking.stream().noneMatch(report -> report.writer().equals(each)))
                        .allMatch(each -> speaking.stream().allMatch(report -> unheard(report, each)));
    }

    private boolean hearsMe(Report report) {
        return report.writer().equals(evidence.reader()) || lately(report);
    }

    /** Its newest report, where it is heard and echoes a report of this controller that is younger than a lease. */
    private Optional<Report> answering(ControllerId other) {
        return evidence.speaking(other.site()).stream()
                .filter(report -> report.writer().equals(other))
                .filter(this::lately)
                .findFirst();
    }

    private boolean lately(Report report) {
        OptionalLong at = said.at(echo(report));
        long staleness = evidence.facts().stalenessMillis();
        return at.isPresent() && evidence.now() - at.getAsLong() <= staleness - Lease.drift(staleness);
    }

    private ReportStamp echo(Report report) {
        return report.echoes().getOrDefault(evidence.reader(), new ReportStamp(0, 0));
    }

    private boolean unheard(Report report, ControllerId other) {
        if (report.writer().equals(evidence.reader())) {
            return unheardHere(other);
        }
        if (report.writer().equals(other)) {
            return false;
        }
        return report.echoes().containsKey(other)
                ? report.hearing().map(Hearing::unheard).orElseGet(TreeSet::new).contains(other)
                : settled(report);
    }

    private boolean settled(Report report) {
        return report.writer().equals(evidence.reader())
                ? settled
                : report.hearing().map(Hearing::settled).orElse(false);
    }

    private boolean longSilent(Held held) {
        return evidence.now() - held.advancedAt()
                >= Lease.goneMillis(evidence.facts().stalenessMillis());
    }

    /** Whom this controller has not heard for two staleness bounds, of those that it once heard. */
    SortedSet<ControllerId> unheard() {
        SortedSet<ControllerId> unheard = new TreeSet<>(evidence.facts().reports().keySet());
        unheard.remove(evidence.reader());
        unheard.removeIf(each -> !unheardHere(each));
        return unheard;
    }
}
