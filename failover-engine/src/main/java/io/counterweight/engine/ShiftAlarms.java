package io.counterweight.engine;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.shift.OwnCeilings;

/** What a person should look at where a return does not go on (rule W3). */
final class ShiftAlarms {

    private ShiftAlarms() {}

    static void raise(Alarms alarms, Inputs inputs, Basis basis, OwnCeilings.Advanced own) {
        inputs.intents().policies().forEach((service, policy) -> {
            Ceiling ceiling = own.ceilings().get(service);
            if (ceiling != null) {
                raise(alarms, basis, policy, ceiling);
            }
        });
    }

    private static void raise(Alarms alarms, Basis basis, Policy policy, Ceiling ceiling) {
        ServiceName service = policy.service();
        Placement place = new Placement(service, basis.evidence().home());
        if (ceiling.phase() == Phase.ABORTED) {
            alarms.raise(
                    "ramp-aborted",
                    place.toString(),
                    "W3",
                    "the return was taken back to " + Math.round(ceiling.share() * 100) + " % of its share"
                            + ShiftSteps.now(basis.limits(policy, place).crossed()),
                    "Look at the application and its load there; the return tries the next step after each soak without it.");
        }
    }
}
