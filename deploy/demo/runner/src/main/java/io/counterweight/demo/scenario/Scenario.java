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

    private record Step(String title, Consumer<Scene> play) {}

    private final Stage stage;
    private final Console console;

    public Scenario(Stage stage, Console console) {
        this.stage = stage;
        this.console = console;
    }

    /** Plays every step. */
    public List<Outcome> play() {
        Applications applications = new Applications(stage);
        Links links = new Links(stage);
        Sites sites = new Sites(stage);
        Operators operators = new Operators(stage);
        List<Step> steps = List.of(
                new Step("Everything runs: both datacenters serve", applications::steady),
                new Step("One instance of shop dies in east: its weight follows the fraction", applications::oneDies),
                new Step("The other one dies too: shop leaves east", applications::allDie),
                new Step("Both come back: traffic returns in steps", applications::comeBack),
                new Step("shop in west says by a pushed signal that it is in trouble", applications::inTrouble),
                new Step("The link between east and west is cut: nothing may change", links::cut),
                new Step("A wrong firewall rule hides west from east alone: nothing may change", links::firewall),
                new Step("All of west is killed with SIGKILL", sites::die),
                new Step("West comes back", sites::comeBack),
                new Step("An operator drains east for half a minute", operators::drain),
                new Step(
                        "In mid-drain every controller is killed and one instance dies; they start again",
                        operators::restart),
                new Step("The drain ends by itself: east returns in steps", operators::drainEnds));
        List<Outcome> outcomes = new ArrayList<>();
        for (Step step : steps) {
            Scene scene = new Scene(stage, console, outcomes.size() + 1, step.title());
            step.play().accept(scene);
            outcomes.add(scene.end());
        }
        return outcomes;
    }
}
