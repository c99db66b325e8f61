package io.counterweight.simulation;

import java.util.EnumSet;
import java.util.List;

/** Kinds of trouble. */
enum Fault {
    LINK,
    SIBLINGS,
    PARTITION,
    MAIL,
    WEATHER,
    PROBES,
    ANCHORS,
    CONTROL_TARGETS,
    APPLICATION,
    DEGRADED,
    FLAP,
    PUSH,
    INGRESS,
    CONTROLLER,
    WIPE,
    OLD_JOURNAL,
    STALL,
    POWER,
    WALL_CLOCK,
    DRIFT,
    OVERRIDE,
    POLICY,
    TRIAL,
    OLD_RULES,
    ACTUATOR;

    static final List<Fault> ALL = List.copyOf(EnumSet.allOf(Fault.class));

    /** What has to do with one another: who writes what; who forgets it; who sees whom; who carries how much; what people order meanwhile. */
    static final List<List<Fault>> THEMES = List.of(
            List.of(LINK, SIBLINGS, MAIL, WEATHER, POLICY, TRIAL, OVERRIDE, WALL_CLOCK, OLD_RULES),
            List.of(CONTROLLER, WIPE, OLD_JOURNAL, STALL, POWER, APPLICATION, FLAP, SIBLINGS),
            List.of(PARTITION, LINK, PROBES, ANCHORS, CONTROL_TARGETS, STALL, POWER),
            List.of(APPLICATION, DEGRADED, PUSH, INGRESS, POWER, CONTROLLER),
            List.of(OVERRIDE, STALL, OLD_JOURNAL, APPLICATION, POWER, TRIAL));

    /** Nothing of these touches an application, a probe or a name server: no weight may move. */
    static final List<Fault> BESIDE_THE_APPLICATIONS =
            List.of(LINK, SIBLINGS, MAIL, WEATHER, WALL_CLOCK, DRIFT, STALL, CONTROLLER, WIPE, TRIAL);
}
