package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.Prepared.Answer;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.BeforeHook;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stateful applications are asked before traffic returns to them, and what they said (rule W3). They are asked by their own
 * datacenter's controllers for as long as a ceiling holds down, and their answer counts for that hold-down alone.
 */
public final class Preparations {

    private Preparations() {}

    /**
     * What the application of the own datacenter is to be asked, until it is ready.
     *
     * @param cause what for: another cause is another question
     */
    public record Question(String url, Duration deadline, String cause) {}

    /** What is to be asked while these are the ceilings of one's own datacenter. */
    public static SortedMap<ServiceName, Question> due(
            Collection<Policy> policies, SortedMap<ServiceName, Ceiling> ceilings, Site home) {
        SortedMap<ServiceName, Question> due = new TreeMap<>();
        for (Policy policy : policies) {
            Optional<Ceiling> held = Optional.ofNullable(ceilings.get(policy.service()))
                    .filter(ceiling -> ceiling.phase() == Phase.HOLDING_DOWN);
            policy.shifting()
                    .before()
                    .flatMap(hook -> held.flatMap(ceiling -> question(hook, home, cause(ceiling))))
                    .ifPresent(question -> due.put(policy.service(), question));
        }
        return due;
    }

    private static Optional<Question> question(BeforeHook hook, Site home, String cause) {
        return hook.url(home).map(url -> new Question(url, hook.deadline(), cause));
    }

    /** Why a return may not take its first step yet, in words; empty where its application is ready, or is asked nothing. */
    public static Optional<String> missing(Evidence evidence, Policy policy, Placement place, Ceiling ceiling) {
        boolean asked = ceiling.phase() == Phase.HOLDING_DOWN && asks(policy, place.datacenter());
        Optional<Prepared> said = asked ? said(evidence, place, cause(ceiling)) : Optional.empty();
        return asked && said.filter(each -> each.answer() == Answer.READY).isEmpty()
                ? Optional.of(
                        said.map(Preparations::words).orElse("its application is asked, and has not answered yet"))
                : Optional.empty();
    }

    /** Whether a person should look: it has refused, or its deadline has passed. */
    public static boolean denied(Evidence evidence, Placement place, Ceiling ceiling) {
        return said(evidence, place, cause(ceiling))
                .filter(each -> each.answer() != Answer.READY)
                .isPresent();
    }

    private static boolean asks(Policy policy, Site datacenter) {
        return policy.shifting().before().flatMap(hook -> hook.url(datacenter)).isPresent();
    }

    private static String cause(Ceiling ceiling) {
        return "return " + ceiling.epoch();
    }

    /** The best that any controller there was told for this cause: one that reaches its application suffices. */
    private static Optional<Prepared> said(Evidence evidence, Placement place, String cause) {
        return evidence.speaking(place.datacenter()).stream()
                .filter(report -> holdsDown(report, place.service()))
                .flatMap(report -> report.of(place.service()).seen().prepared().stream())
                .filter(prepared -> prepared.cause().equals(cause))
                .min(Comparator.comparing(Prepared::answer).thenComparing(Prepared::why));
    }

    private static boolean holdsDown(Report report, ServiceName service) {
        return report.of(service)
                .ceiling()
                .filter(ceiling -> ceiling.phase() == Phase.HOLDING_DOWN)
                .isPresent();
    }

    private static String words(Prepared said) {
        return switch (said.answer()) {
            case READY -> "its application is ready";
            case REFUSED -> "its application refuses: " + said.why();
            case UNANSWERED -> "its application has not answered: " + said.why();
        };
    }
}
