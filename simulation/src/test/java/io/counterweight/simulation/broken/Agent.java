package io.counterweight.simulation.broken;

import java.lang.instrument.Instrumentation;

/** What the JVM loads for {@link Redefinition}, in whichever class loader it likes. */
public final class Agent {

    /** Where the JVM's hand is left: an object of the platform's own, which every class loader shares. */
    static final String KEY = Agent.class.getName();

    private Agent() {}

    public static void agentmain(String arguments, Instrumentation instrumentation) {
        System.getProperties().put(KEY, instrumentation);
    }
}
