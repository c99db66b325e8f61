package io.counterweight.engine;

import io.counterweight.engine.exclusive.Tenure;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.name.ServiceName;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person should look at where services may be active in one datacenter only (rule E7). */
final class ExclusiveAlarms {
    private static final String RULE = "E7";

    private ExclusiveAlarms() {}

    static void raise(Alarms alarms, Inputs inputs, Planning.Outcome outcome) {
        if (!inputs.started()
                || !inputs.intents().topology().datacenters().contains(inputs.self().site())) {
            return;
        }
        outcome.records().forEach((service, record) -> {
            Tenure tenure = outcome.exclusive().tenures().get(service);
            if (tenure != null && tenure.named().isEmpty()) {
                stoodDown(alarms, service, tenure, record);
            }
        });
        outcome.exclusive().orders().forEach((service, order) -> {
            Optional<Role> confirmed = inputs.observations().of(service).role();
            boolean late = alarms.now() - order.sinceMillis() >= order.hook().deadline().toMillis();
            if (late && !confirmed.equals(Optional.of(order.role()))) {
                alarms.raise(
                        "hook-unanswered",
                        service + "@" + inputs.self().site(),
                        RULE,
                        "the application has not confirmed within its deadline that it "
                                + (order.role() == Role.ACTIVE ? "takes over" : "stands down"),
                        "See for yourself what it is doing there: a handover goes on without its answer. Look at "
                                + order.hook().url() + ".");
            }
        });
    }

    private static void stoodDown(Alarms alarms, ServiceName service, Tenure tenure, DecisionRecord record) {
        String why = record.steps().stream()
                .filter(step -> step.rule().equals(RULE))
                .map(DecisionRecord.Step::text)
                .collect(Collectors.joining("; "));
        alarms.raise(
                "stood-down",
                service.toString(),
                RULE,
                "this name server answers SERVFAIL" + (why.isEmpty() ? "" : ": " + why),
                "Bring back whoever is missing" + (tenure.missing().isEmpty() ? "" : " (" + String.join(", ", tenure.missing()) + ")")
                        + ", or the links to them. If the datacenter that was active is surely down, promote another: an"
                        + " override with the action promote.");
    }
}
