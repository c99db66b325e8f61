package io.counterweight.controller.loop;

import io.counterweight.engine.Alarm;

/** What the loop tells those who listen, as it happens. */
public sealed interface LoopEvent {

    /** A decision that says something new. */
    record Decided(DecisionView decision) implements LoopEvent {}

    record AlarmBegun(Alarm alarm) implements LoopEvent {}

    record AlarmEnded(Alarm alarm) implements LoopEvent {}

    /** One word for the event's kind. */
    default String word() {
        return switch (this) {
            case Decided d -> "decision";
            case AlarmBegun b -> "alarm-begun";
            case AlarmEnded e -> "alarm-ended";
        };
    }

    /** What it is about. */
    default Object body() {
        return switch (this) {
            case Decided(DecisionView decision) -> decision;
            case AlarmBegun(Alarm alarm) -> alarm;
            case AlarmEnded(Alarm alarm) -> alarm;
        };
    }
}
