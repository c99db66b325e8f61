package io.counterweight.engine;

import io.counterweight.engine.fact.Ceiling;
import io.counterweight.engine.fact.Ceiling.Phase;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.shift.Limits;
import io.counterweight.engine.shift.OwnCeilings;
import io.counterweight.engine.shift.Preparations;
import java.util.Optional;

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
        if (ShiftSteps.climbs(ceiling) && ceiling.remainingMillis() == 0) {
            waits(alarms, basis, policy, ceiling);
        }
    }

    /** While the first answer is still due nobody need look. */
    private static void unprepared(Alarms alarms, Basis basis, Placement place, Ceiling ceiling, String why) {
        if (Preparations.denied(basis.evidence(), place, ceiling)) {
            alarms.raise(
                    "not-prepared",
                    place.toString(),
                    "W3",
                    "the return waits at " + Math.round(ceiling.share() * 100) + " % of its share: " + why,
                    "Look at the application there: it is asked again, ever more seldom, until it is ready."
                            + " To let traffic return without its word, take shifting.before out of the policy.");
        }
    }

    private static void waits(Alarms alarms, Basis basis, Policy policy, Ceiling ceiling) {
        Placement place = new Placement(policy.service(), basis.evidence().home());
        Limits limits = basis.limits(policy, place);
        Optional<String> unprepared = Preparations.missing(basis.evidence(), policy, place, ceiling);
        if (limits.behind().isPresent()) {
            alarms.raise(
                    "data-behind",
                    place.toString(),
                    "W3",
                    "the return waits at " + Math.round(ceiling.share() * 100) + " % of its share: "
                            + limits.behind().get(),
                    "Let replication catch up, and see that its lag is pushed with the signals there.");
        } else if (unprepared.isPresent()) {
            unprepared(alarms, basis, place, ceiling, unprepared.get());
        } else if (ceiling.phase() == Phase.HOLDING_DOWN) {
            alarms.raise(
                    "failback-waits",
                    place.toString(),
                    "W4",
                    "the return waits: the automatic shifts of its policy, or of the deployment, are used up or under way",
                    "Wait for the window to pass, or for the other returns; or raise the limits, in the policy or of the deployment.");
        }
    }
}
