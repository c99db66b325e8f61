package io.counterweight.engine;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.Plan;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one controller does next.
 *
 * @param plan the weights to serve
 * @param report what to tell the others
 * @param news whether the report says anything but that time has passed
 * @param next the state to bring along
 * @param records why, for every service
 * @param alarms what stands now, by key
 * @param endedOverrides the overrides whose time is over, by id: each is to be ended by a tombstone
 */
public record Decision(
        Plan plan,
        Report report,
        boolean news,
        EngineState next,
        SortedMap<ServiceName, DecisionRecord> records,
        SortedMap<String, Alarm> alarms,
        List<String> endedOverrides) {

    public Decision {
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
        alarms = Collections.unmodifiableSortedMap(new TreeMap<>(alarms));
        endedOverrides = List.copyOf(endedOverrides);
    }
}
