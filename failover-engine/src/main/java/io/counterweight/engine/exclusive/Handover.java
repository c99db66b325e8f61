package io.counterweight.engine.exclusive;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.exclusive.Tenure.Claim;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.fact.Stance;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One name server's way from one datacenter of an exclusive service to another (rule E7): stand down, claim, wait until everybody who
 * may answer agrees or is gone, answer. Of two that claim at once at least one hears the other's claim before it may answer: the claim is
 * in all its reports, and agreement counts only from one that echoes it (the flags of Dijkstra's mutual exclusion, with leases for those
 * who cannot be asked).
 */
final class Handover {

    /**
     * What all services of one decision have in common.
     *
     * @param leaseUntilMillis when the lease ends that the others' echoes give
     * @param leased whether a lease is needed: with two in the voting set there is none, and people alone move what is exclusive
     * @param stamp of the report that is made now
     */
    record Moment(
            Neighbours neighbours, long now, long goneMillis, long leaseUntilMillis, boolean leased, ReportStamp stamp) {}

    /** Where the name server stands now, and why. */
    record Outcome(Tenure tenure, List<Step> steps) {}

    private final Moment moment;
    private final ServiceName service;
    private final Policy policy;
    private final Tenure before;
    private final Optional<Promotion> promotion;

    Handover(Moment moment, Policy policy, Tenure before, Optional<Promotion> promotion) {
        this.moment = moment;
        this.service = policy.service();
        this.policy = policy;
        this.before = before;
        this.promotion = promotion.filter(Promotion::spokenNow);
    }

    Outcome towards(Preference preference) {
        List<Step> steps = new ArrayList<>(preference.steps());
        if (preference.datacenter().isEmpty()) {
            return new Outcome(Tenure.none(before.last()), steps);
        }
        Site wanted = preference.datacenter().get();
        Optional<Site> named = before.named();
        if (named.isEmpty()) {
            return claim(wanted, steps);
        }
        if (named.get().equals(wanted)) {
            return answer(wanted, steps);
        }
        SortedSet<String> blocking = preference.urgent() ? new TreeSet<>() : unreachable(wanted);
        if (!blocking.isEmpty()) {
            steps.add(new Step(
                    "E7",
                    "wanted to move from " + named.get() + " to " + wanted + ", refused by exclusive: " + blocking
                            + " could not agree, and the service would be answered nowhere",
                    true));
            return answer(named.get(), steps);
        }
        return claim(wanted, steps);
    }

    private Outcome answer(Site datacenter, List<Step> steps) {
        steps.add(new Step("E7", datacenter + " alone is answered" + (stands(datacenter) ? ", by a person's word" : ""), false));
        return new Outcome(Tenure.naming(datacenter, Math.max(before.untilMillis(), untilMillis(datacenter))), steps);
    }

    private Outcome claim(Site wanted, List<Step> steps) {
        Claim claim = before.claim()
                .filter(known -> known.datacenter().equals(wanted))
                .orElseGet(() -> new Claim(wanted, moment.stamp, moment.now, OptionalLong.empty()));
        SortedSet<String> missing = missing(claim);
        boolean told = moment.stamp.isAfter(claim.stamp());
        boolean leased = untilMillis(wanted) > moment.now;
        if (!missing.isEmpty() || !told || !leased) {
            return waiting(claim.notReady(), missing, steps, leased ? "" : ": no majority of the voting set echoes it");
        }
        Optional<Site> standing = standing(claim);
        if (standing.isPresent()) {
            return waiting(claim.notReady(), missing, steps, ": the application in " + standing.get() + " has not confirmed that it stands down");
        }
        Claim ready = claim.ready(moment.now);
        return tookOver(ready)
                ? answer(wanted, steps)
                : waiting(ready, missing, steps, ": the application there has not confirmed that it takes over");
    }

    private Outcome waiting(Claim claim, SortedSet<String> missing, List<Step> steps, String why) {
        steps.add(new Step(
                "E7",
                "claims " + claim.datacenter() + " and answers nothing" + why
                        + (missing.isEmpty() ? "" : ": " + missing + " have not agreed"),
                false));
        return new Outcome(Tenure.claiming(claim, before.last(), missing), steps);
    }

    /** Where an application has not confirmed yet that it stands down, and may still within its deadline. */
    private Optional<Site> standing(Claim claim) {
        return policy.datacenters().entrySet().stream()
                .filter(each -> !each.getKey().equals(claim.datacenter()))
                .filter(each -> each.getValue()
                        .hook()
                        .filter(hook -> moment.now - claim.sinceMillis()
                                < hook.deadline().toMillis())
                        .isPresent())
                .map(Map.Entry::getKey)
                .filter(site -> !all(moment.neighbours.roles(site, service), Role.PASSIVE))
                .findFirst();
    }

    private static boolean all(List<Optional<Role>> roles, Role role) {
        return !roles.isEmpty() && roles.stream().allMatch(each -> each.equals(Optional.of(role)));
    }

    private boolean tookOver(Claim ready) {
        return Optional.ofNullable(policy.datacenters().get(ready.datacenter()))
                .flatMap(DatacenterPolicy::hook)
                .filter(hook -> moment.now - ready.readyMillis().orElse(moment.now)
                        < hook.deadline().toMillis())
                .map(hook -> moment.neighbours.roles(ready.datacenter(), service).contains(Optional.of(Role.ACTIVE)))
                .orElse(true);
    }

    private long untilMillis(Site datacenter) {
        long byWord = moment.now + moment.goneMillis;
        if (!moment.leased) {
            return byWord;
        }
        return stands(datacenter) ? Math.max(byWord, moment.leaseUntilMillis) : moment.leaseUntilMillis;
    }

    /** Whether a person's word stands for it, spoken in this life. */
    private boolean stands(Site datacenter) {
        return promotion
                .filter(word -> word.datacenter().equals(datacenter))
                .isPresent();
    }

    private SortedSet<String> missing(Claim claim) {
        List<ControllerId> missing = new ArrayList<>();
        SortedSet<String> unknown = new TreeSet<>();
        Site wanted = claim.datacenter();
        for (Site datacenter : moment.neighbours.datacenters()) {
            List<ControllerId> there = moment.neighbours.at(datacenter);
            there.stream()
                    .filter(each -> !moment.neighbours.agrees(each, service, claim) && !outOfIt(each, wanted))
                    .forEach(missing::add);
            if (!accountedFor(datacenter, there, wanted)) {
                unknown.add(Tenure.unknown(datacenter));
            }
        }
        unknown.addAll(Tenure.names(missing));
        return unknown;
    }

    private SortedSet<String> unreachable(Site wanted) {
        List<ControllerId> unreachable = new ArrayList<>();
        for (Site datacenter : moment.neighbours.datacenters()) {
            moment.neighbours.at(datacenter).stream()
                    .filter(each -> !moment.neighbours.reachable(each, service) && !outOfIt(each, wanted))
                    .forEach(unreachable::add);
        }
        return Tenure.names(unreachable);
    }

    /** Whether it cannot answer any more, or need not be asked. */
    private boolean outOfIt(ControllerId other, Site wanted) {
        return moment.neighbours.left(other)
                || moment.leased && moment.neighbours.gone(other)
                || overruled(wanted) && moment.neighbours.unheardHere(other);
    }

    /** A person's word stands against those who are silent; and with two in the voting set whoever joins one that answers asks no other. */
    private boolean overruled(Site wanted) {
        return stands(wanted) || !moment.leased && joins(wanted);
    }

    private boolean joins(Site wanted) {
        return moment.neighbours.stances(service).stream()
                .map(Stance::named)
                .anyMatch(named -> named.filter(wanted::equals).isPresent());
    }

    /** Of a datacenter without any known controller somebody must know that it has none that answers. */
    private boolean accountedFor(Site datacenter, List<ControllerId> there, Site wanted) {
        return !there.isEmpty()
                || moment.neighbours.isHome(datacenter)
                || moment.leased && moment.neighbours.neverHeard(datacenter)
                || overruled(wanted) && moment.neighbours.settled();
    }
}
