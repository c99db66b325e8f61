package io.counterweight.engine;

import io.counterweight.engine.DecisionRecord.Step;
import io.counterweight.engine.evacuation.Evacuation;
import io.counterweight.engine.evacuation.Evacuation.Stage;
import io.counterweight.engine.evacuation.Evacuations;
import io.counterweight.engine.evacuation.Progress;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What decision records and alarms say of datacenters that people evacuate (rule W5). */
final class EvacuationSteps {
    private static final String RULE = "W5";

    private EvacuationSteps() {}

    /** How far each evacuation is; every record is told of its service's step. */
    static List<Evacuation> tell(Evacuations evacuations, SortedMap<ServiceName, DecisionRecord> records) {
        List<Evacuation> progress = Progress.of(evacuations, new Recorded(records));
        for (Evacuation evacuation : progress) {
            for (Evacuation.Step step : evacuation.steps()) {
                records.computeIfPresent(step.service(), (service, record) -> record.with(words(evacuation, step)));
            }
        }
        return progress;
    }

    private record Recorded(SortedMap<ServiceName, DecisionRecord> records) implements Progress.Planned {
        @Override
        public int weight(ServiceName service, Site datacenter) {
            DecisionRecord record = records.get(service);
            return record == null ? 0 : record.most(datacenter);
        }

        @Override
        public Optional<String> refused(ServiceName service, String override) {
            return Optional.ofNullable(records.get(service)).stream()
                    .flatMap(record -> record.steps().stream())
                    .filter(step -> step.refused()
                            && step.override().filter(override::equals).isPresent())
                    .map(Step::text)
                    .findFirst();
        }
    }

    private static Step words(Evacuation evacuation, Evacuation.Step step) {
        String which = step.layer() == 0 ? "" : ", layer " + step.layer() + " of " + evacuation.layers();
        String where = "evacuation of " + evacuation.datacenter() + which;
        String text =
                switch (step.stage()) {
                    case WAITING -> where + ": " + step.reason();
                    case LEAVING -> where + ": leaves now; " + step.reason();
                    case LEFT -> where + ": has left";
                    case STUCK -> where + ": stuck; " + step.reason();
                };
        return new Step(RULE, text, false, Optional.of(evacuation.id()));
    }

    static void raise(Alarms alarms, List<Evacuation> evacuations) {
        for (Evacuation evacuation : evacuations) {
            evacuation.steps().stream()
                    .filter(step -> step.stage() == Stage.STUCK)
                    .forEach(step -> stuck(alarms, evacuation, step));
        }
    }

    private static void stuck(Alarms alarms, Evacuation evacuation, Evacuation.Step step) {
        alarms.raise(
                "evacuation-stuck",
                new Placement(step.service(), evacuation.datacenter()).toString(),
                RULE,
                words(evacuation, step).text(),
                "Repair what the reason names: what comes after it waits. Or drain " + step.service() + " from "
                        + evacuation.datacenter() + " by hand, or end the evacuation.");
    }
}
