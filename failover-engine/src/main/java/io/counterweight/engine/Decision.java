package io.counterweight.engine;

import io.counterweight.engine.evacuation.Evacuation;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.safety.Proposal;
import io.counterweight.engine.shift.Preparations.Question;
import java.util.List;
import java.util.SortedMap;

/**
 * What one controller does next.
 *
 * @param plan the weights to serve
 * @param report what to tell the others
 * @param news whether the report says anything but that time has passed
 * @param next the state to bring along
 * @param records why, for every service
 * @param alarms what stands now, by key
 * @param ended the intents whose time is over: each is to be ended by a tombstone
 * @param proposals what waits for people's consent (rule W4)
 * @param evacuations how far each datacenter is that people evacuate (rule W5)
 * @param questions what applications of the own datacenter are asked before traffic moves to them (rule W3)
 */
public record Decision(
        Plan plan,
        Report report,
        boolean news,
        EngineState next,
        SortedMap<ServiceName, DecisionRecord> records,
        SortedMap<String, Alarm> alarms,
        List<IntentKey> ended,
        List<Proposal> proposals,
        List<Evacuation> evacuations,
        SortedMap<ServiceName, Question> questions) {

    public Decision {
        records = Frozen.map(records);
        alarms = Frozen.map(alarms);
        ended = List.copyOf(ended);
        proposals = List.copyOf(proposals);
        evacuations = List.copyOf(evacuations);
        questions = Frozen.map(questions);
    }
}
