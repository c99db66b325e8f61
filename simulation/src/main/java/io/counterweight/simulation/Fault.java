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

    /** Nothing of these touches an application, a probe or a name server: no weight may move. */
    static final List<Fault> BESIDE_THE_APPLICATIONS =
            List.of(LINK, SIBLINGS, MAIL, WEATHER, WALL_CLOCK, DRIFT, STALL, CONTROLLER, WIPE, TRIAL);
}
