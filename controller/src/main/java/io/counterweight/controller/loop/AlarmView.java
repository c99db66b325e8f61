package io.counterweight.controller.loop;

import io.counterweight.engine.Alarm;

/** An alarm as people and programs read it: how long it has stood, since the controller's own clock tells others nothing. */
public record AlarmView(String name, String subject, String rule, String reason, String nextStep, long forSeconds) {

    /** {@code now} is on the controller's monotonic clock, as the alarm's begin is. */
    public static AlarmView of(Alarm alarm, long now) {
        return new AlarmView(
                alarm.name(),
                alarm.subject(),
                alarm.rule(),
                alarm.reason(),
                alarm.nextStep(),
                Math.max(0, now - alarm.sinceMillis()) / 1000);
    }
}
