package io.counterweight.engine.plan;

/** How an actuator that answers client by client picks a datacenter: anew each time, or the same for the same client. */
public enum AnswerChoice {
    RANDOM,
    STICKY
}
