package io.counterweight.demo.scenario;

import io.counterweight.demo.report.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The steps in their order. */
public final class Scenario {
    /** The demo's time to live. */
    static final Duration TTL = Duration.ofSeconds(2);

    /** What is done, and what is expected. */
    record Step(String title, Consumer<Scene> play) {}

    private final Setting setting;
    private final List<Step> steps;

    Scenario(Setting setting, List<Step> steps) {
        this.setting = setting;
        this.steps = List.copyOf(steps);
    }

    /** The demo's: what happens on this stage, once this has started everything. */
    public static Scenario of(Stage stage, Console console, Runnable start) {
        Applications applications = new Applications(stage);
        Links links = new Links(stage);
        Sites sites = new Sites(stage);
        Operators operators = new Operators(stage);
        Headroom headroom = new Headroom(stage);
        Departures departures = new Departures(stage);
        Ramp ramp = new Ramp(stage);
        OnlyOne onlyOne = new OnlyOne(stage);
        Setting setting = new Setting(
                console, stage.traffic(), new Excuses(), new Explanations(stage::living), stage.begunNanos());
        return new Scenario(
                setting,
                List.of(
                        new Step("Everything runs: both datacenters serve", scene -> {
                            applications.start(scene, start);
                            applications.steady(scene);
                        }),
                        new Step(
                                "One instance of shop dies in east: its weight follows the fraction",
                                applications::oneDies),
                        new Step("The other one dies too: shop leaves east", applications::allDie),
                        new Step("Both come back: traffic returns in steps", applications::comeBack),
                        new Step("shop in west says by a pushed signal that it is in trouble", applications::inTrouble),
                        new Step("The link between east and west is cut: nothing may change", links::cut),
                        new Step(
                                "A wrong firewall rule hides west from east alone: nothing may change",
                                links::firewall),
                        new Step("All of west is killed with SIGKILL", sites::die),
                        new Step("West comes back", sites::comeBack),
                        new Step("An operator drains east for half a minute", operators::drain),
                        new Step(
                                "In mid-drain every controller is killed and one instance dies; they start again",
                                operators::restart),
                        new Step("The drain ends by itself: east returns in steps", operators::drainEnds),
                        new Step(
                                "An operator drains east, and west cannot carry all of it: the rest stays",
                                headroom::drain),
                        new Step(
                                "West is evacuated: shop leaves first, then the ledger that it needs",
                                departures::evacuate),
                        new Step("Shop is protected: a drain waits until two people consent", departures::consent),
                        new Step(
                                "East returns while its caches are cold: the return is taken back, then tried again",
                                ramp::abort),
                        new Step("Ledger may be active in one datacenter only, and is handed over", onlyOne::handover),
                        new Step("West is cut off: ledger stands down there before east takes over", onlyOne::cut),
                        new Step(
                                "The controllers of west and of the witness die: a person promotes ledger in east",
                                onlyOne::promote)));
    }

    /** Plays every step, until one cannot go on: then nothing after it would mean anything, and the run has failed. */
    public List<Outcome> play() {
        List<Outcome> outcomes = new ArrayList<>();
        long begun = setting.zeroNanos();
        for (Step step : steps) {
            Scene scene = new Scene(setting, outcomes.size() + 1, steps.size(), step.title(), begun);
            boolean whole = plays(step, scene);
            outcomes.add(scene.end());
            begun = scene.ended();
            if (!whole) {
                break;
            }
        }
        return outcomes;
    }

    private static boolean plays(Step step, Scene scene) {
        try {
            step.play().accept(scene);
            return true;
        } catch (RuntimeException e) {
            scene.expect("the step can go on: " + e, false);
            return false;
        }
    }
}
