package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;

/**
 * The room that all datacenters together leave for one more return (rule W4). Each counts its own returns and says so in its report;
 * siblings count alike, so of a site the controller that counts most is taken. Two that are about to begin see each other in the last
 * moments of their hold-down, and the one whose name comes first goes first.
 *
 * @param spent returns of all datacenters within the window
 * @param underWay other datacenters that ramp now
 * @param ahead other datacenters that are about to begin, and come first
 * @param ramping one's own datacenter ramps already: a service that joins is no datacenter more
 */
public record DeploymentBudget(long spent, long underWay, long ahead, boolean ramping) {

    /** How long before its first step a datacenter says that it is about to begin: longer than a report may be old. */
    private static final long ABOUT_MILLIS = 3_000;

    public static DeploymentBudget of(Evidence evidence, DeploymentSafety limits, ShiftBudget own) {
        long window = limits.shiftWindow().toMillis();
        long spent = 0;
        long underWay = 0;
        long ahead = 0;
        boolean ramping = false;
        for (Site site : evidence.topology().datacenters()) {
            boolean home = site.equals(evidence.home());
            List<Report> speaking = evidence.speaking(site);
            spent += Math.max(home ? within(own.agesMillis(), 0, window) : 0, said(evidence, site, window));
            boolean soaking = speaking.stream().anyMatch(DeploymentBudget::soaks);
            boolean about = speaking.stream().anyMatch(report -> report.safety().about());
            ramping |= home && soaking;
            underWay += !home && soaking ? 1 : 0;
            ahead += !home && !soaking && about && site.compareTo(evidence.home()) < 0 ? 1 : 0;
        }
        return new DeploymentBudget(spent, underWay, ahead, ramping);
    }

    boolean allows(DeploymentSafety limits) {
        return full(limits).isEmpty();
    }

    /** The limit that leaves no room, in words; empty while there is some. */
    public Optional<String> full(DeploymentSafety limits) {
        if (spent + ahead >= limits.maxShifts()) {
            return Optional.of("the limit of all services: " + limits.maxShifts() + " returns of all datacenters in "
                    + limits.shiftWindow().toSeconds() + " s");
        }
        return ramping || underWay + ahead < limits.maxAtOnce()
                ? Optional.empty()
                : Optional.of("the limit of all services: " + limits.maxAtOnce() + " datacenters at once");
    }

    /** Whether a datacenter with this ceiling is about to make its first step. */
    public static boolean about(Ceiling ceiling) {
        return ceiling.phase() == Ceiling.Phase.HOLDING_DOWN && ceiling.remainingMillis() <= ABOUT_MILLIS;
    }

    private static long said(Evidence evidence, Site site, long window) {
        long most = 0;
        for (Held held : evidence.facts().of(site)) {
            long age = Math.max(0, evidence.now() - held.advancedAt());
            most = Math.max(most, within(held.report().safety().shiftAges(), age, window));
        }
        return most;
    }

    private static long within(List<Long> ages, long more, long window) {
        return ages.stream().filter(age -> age + more <= window).count();
    }

    private static boolean soaks(Report report) {
        return report.services().values().stream().anyMatch(said -> said.ceiling()
                .filter(ceiling -> ceiling.phase() == Ceiling.Phase.SOAKING
                        || ceiling.phase() == Ceiling.Phase.ABORTED && ceiling.share() > ceiling.from())
                .isPresent());
    }
}
