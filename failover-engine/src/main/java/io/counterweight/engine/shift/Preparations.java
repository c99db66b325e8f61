package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.fact.Prepared.Answer;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.TrafficOverride;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stateful applications are asked before traffic moves to them, and what they said (rule W3). They are asked by their own
 * datacenter's controllers for as long as a ceiling holds down, or a person's drain is to send them clients, and their answer counts for
 * that alone.
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
            Optional.ofNullable(ceilings.get(policy.service()))
                    .filter(ceiling -> ceiling.phase() == Phase.HOLDING_DOWN)
                    .flatMap(ceiling -> question(policy, home, cause(ceiling)))
                    .ifPresent(question -> due.put(policy.service(), question));
        }
        return due;
    }

    /** What is to be asked for this cause; empty where nobody is asked there. */
    public static Optional<Question> question(Policy policy, Site home, String cause) {
        return policy.shifting().before().flatMap(hook -> hook.url(home)
                .map(url -> new Question(url, hook.deadline(), cause)));
    }

    public static boolean asks(Policy policy, Site datacenter) {
        return policy.shifting().before().flatMap(hook -> hook.url(datacenter)).isPresent();
    }

    /** What an order's question is told by. */
    public static String cause(TrafficOverride order) {
        return "order " + order.id();
    }

    private static String cause(Ceiling ceiling) {
        return "return " + ceiling.epoch();
    }

    /** Why a return may not take its first step yet, in words; empty where its application is ready, or is asked nothing. */
    public static Optional<String> missing(Evidence evidence, Policy policy, Placement place, Ceiling ceiling) {
        return ceiling.phase() == Phase.HOLDING_DOWN && asks(policy, place.datacenter())
                ? missing(holdingDown(evidence, place), place, cause(ceiling))
                : Optional.empty();
    }

    /** Why an order may not send clients there yet, in words; empty where the application there, which is asked, is ready. */
    public static Optional<String> missing(Evidence evidence, Placement place, TrafficOverride order) {
        return missing(evidence.speaking(place.datacenter()), place, cause(order));
    }

    private static Optional<String> missing(List<Report> reports, Placement place, String cause) {
        Optional<Prepared> said = said(reports, place, cause);
        return said.filter(each -> each.answer() == Answer.READY).isPresent()
                ? Optional.empty()
                : Optional.of(
                        said.map(Preparations::words).orElse("its application is asked, and has not answered yet"));
    }

    /** Whether a person should look: it has refused, or its deadline has passed. */
    public static boolean denied(Evidence evidence, Placement place, Ceiling ceiling) {
        return denied(holdingDown(evidence, place), place, cause(ceiling));
    }

    /** The same of an order. */
    public static boolean denied(Evidence evidence, Placement place, TrafficOverride order) {
        return denied(evidence.speaking(place.datacenter()), place, cause(order));
    }

    private static boolean denied(List<Report> reports, Placement place, String cause) {
        return said(reports, place, cause)
                .filter(each -> each.answer() != Answer.READY)
                .isPresent();
    }

    /** The best that any controller there was told for this cause: one that reaches its application suffices. */
    private static Optional<Prepared> said(List<Report> reports, Placement place, String cause) {
        return reports.stream()
                .flatMap(report -> report.of(place.service()).seen().prepared().stream())
                .filter(prepared -> prepared.cause().equals(cause))
                .min(Comparator.comparing(Prepared::answer).thenComparing(Prepared::why));
    }

    /** What was said to a hold-down that is over counts for nothing. */
    private static List<Report> holdingDown(Evidence evidence, Placement place) {
        return evidence.speaking(place.datacenter()).stream()
                .filter(report -> report.of(place.service())
                        .ceiling()
                        .filter(ceiling -> ceiling.phase() == Phase.HOLDING_DOWN)
                        .isPresent())
                .toList();
    }

    private static String words(Prepared said) {
        return switch (said.answer()) {
            case READY -> "its application is ready";
            case REFUSED -> "its application refuses: " + said.why();
            case UNANSWERED -> "its application has not answered: " + said.why();
        };
    }
}
