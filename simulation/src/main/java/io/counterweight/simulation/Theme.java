package io.counterweight.simulation;

import static io.counterweight.simulation.Fault.ANCHORS;
import static io.counterweight.simulation.Fault.APPLICATION;
import static io.counterweight.simulation.Fault.CONTROLLER;
import static io.counterweight.simulation.Fault.CONTROL_TARGETS;
import static io.counterweight.simulation.Fault.DEGRADED;
import static io.counterweight.simulation.Fault.FLAP;
import static io.counterweight.simulation.Fault.INGRESS;
import static io.counterweight.simulation.Fault.LINK;
import static io.counterweight.simulation.Fault.MAIL;
import static io.counterweight.simulation.Fault.OLD_JOURNAL;
import static io.counterweight.simulation.Fault.OLD_RULES;
import static io.counterweight.simulation.Fault.OVERRIDE;
import static io.counterweight.simulation.Fault.PARTITION;
import static io.counterweight.simulation.Fault.POLICY;
import static io.counterweight.simulation.Fault.POWER;
import static io.counterweight.simulation.Fault.PROBES;
import static io.counterweight.simulation.Fault.PUSH;
import static io.counterweight.simulation.Fault.SIBLINGS;
import static io.counterweight.simulation.Fault.STALL;
import static io.counterweight.simulation.Fault.TRIAL;
import static io.counterweight.simulation.Fault.WALL_CLOCK;
import static io.counterweight.simulation.Fault.WEATHER;
import static io.counterweight.simulation.Fault.WIPE;

import java.util.List;

/**
 * What a hunted world is about: faults that have to do with one another, and services that they have to do with. The same trouble comes
 * again and again, in more of its orders than among everything else (swarm testing, Groce, Zhang, Eide, Chen and Regehr, 2012).
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody changes
enum Theme {
    ANYTHING(Fault.ALL, Odds.small()),
    /** Who writes what. */
    WRITING(List.of(LINK, SIBLINGS, MAIL, WEATHER, POLICY, TRIAL, OVERRIDE, WALL_CLOCK, OLD_RULES), Odds.small()),
    /** Who forgets it, and what a return was about to do. */
    FORGETTING(
            List.of(CONTROLLER, WIPE, OLD_JOURNAL, STALL, POWER, APPLICATION, FLAP, SIBLINGS),
            Odds.small().siblings()),
    /** Who sees and hears whom. */
    SEEING(List.of(PARTITION, LINK, PROBES, ANCHORS, CONTROL_TARGETS, STALL, POWER), Odds.small()),
    /** Who can carry how much. */
    CARRYING(
            List.of(APPLICATION, DEGRADED, PUSH, INGRESS, POWER, CONTROLLER),
            Odds.small().limited()),
    /** What people order meanwhile. */
    ORDERING(List.of(OVERRIDE, STALL, OLD_JOURNAL, APPLICATION, POWER, TRIAL), Odds.small()),
    /** What needs another service. */
    NEEDING(List.of(APPLICATION, INGRESS, POWER, OVERRIDE, STALL), Odds.small().needing()),
    /** What is active in one place at a time. */
    TAKING_TURNS(
            List.of(PARTITION, LINK, STALL, POWER, CONTROLLER, SIBLINGS, OVERRIDE),
            Odds.small().exclusive());

    private final List<Fault> faults;
    private final Odds odds;

    Theme(List<Fault> faults, Odds odds) {
        this.faults = List.copyOf(faults);
        this.odds = odds;
    }

    Odds odds() {
        return odds;
    }

    /** Those of these that belong to it. */
    List<Fault> of(List<Fault> allowed) {
        return faults.stream().filter(allowed::contains).toList();
    }

    /** In which a rule of this number has most to do. */
    static Theme of(String rule) {
        return switch (rule) {
            case "G6", "G7", "G10" -> WRITING;
            case "G3", "G4", "G5", "G11", "W3" -> FORGETTING;
            case "E1", "E2", "E3", "E4", "E5", "E6" -> SEEING;
            case "W1", "W2", "W4" -> CARRYING;
            case "E8", "W6" -> ORDERING;
            case "W5" -> NEEDING;
            case "E7" -> TAKING_TURNS;
            default -> ANYTHING;
        };
    }
}
