package io.counterweight.controller.loop;

/** What the loop tells those who listen, as it happens. */
public sealed interface LoopEvent {

    /** A decision that says something new. */
    record Decided(DecisionView decision) implements LoopEvent {}

    record AlarmBegun(AlarmView alarm) implements LoopEvent {}

    record AlarmEnded(AlarmView alarm) implements LoopEvent {}

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
            case AlarmBegun(AlarmView alarm) -> alarm;
            case AlarmEnded(AlarmView alarm) -> alarm;
        };
    }
}
