package io.counterweight.engine.evacuation;

import io.counterweight.engine.evacuation.Evacuation.Stage;
import io.counterweight.engine.evacuation.Evacuation.Step;
import io.counterweight.engine.evacuation.Evacuations.Course;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Where every service of an evacuated datacenter stands, once the plan is made. */
public final class Progress {
    private static final int MOST_NAMED = 4;

    /** What the plan makes of a service. */
    public interface Planned {
        /** The weight that the plan gives the datacenter, of the whole of 1000. */
        int weight(ServiceName service, Site datacenter);

        /** What was refused of an order on a service, in words. */
        Optional<String> refused(ServiceName service, String override);
    }

    private final Evacuations evacuations;
    private final Planned planned;

    private Progress(Evacuations evacuations, Planned planned) {
        this.evacuations = evacuations;
        this.planned = planned;
    }

    public static List<Evacuation> of(Evacuations evacuations, Planned planned) {
        Progress progress = new Progress(evacuations, planned);
        return evacuations.courses().stream().map(progress::of).toList();
    }

    private Evacuation of(Course course) {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        Optional<String> waitsFor = Optional.empty();
        for (SortedSet<ServiceName> layer : course.layers().inOrder()) {
            number++;
            List<Step> here = new ArrayList<>();
            for (ServiceName service : layer) {
                here.add(step(course, service, number, waitsFor));
            }
            steps.addAll(here);
            if (waitsFor.isEmpty() && here.stream().anyMatch(step -> step.stage() != Stage.LEFT)) {
                waitsFor = Optional.of(here.stream()
                        .filter(step -> step.stage() != Stage.LEFT)
                        .limit(MOST_NAMED)
                        .map(step -> step.service().value())
                        .collect(Collectors.joining(", ")));
            }
        }
        course.layers().staying().forEach((service, why) -> steps.add(stays(course, service, why)));
        return new Evacuation(course.order().id(), course.datacenter(), steps);
    }

    private Step stays(Course course, ServiceName service, String why) {
        boolean dead = evacuations.dead(course.at(service));
        return new Step(service, 0, dead ? Stage.LEFT : Stage.STUCK, dead ? "" : why);
    }

    private Step step(Course course, ServiceName service, int layer, Optional<String> waitsFor) {
        if (evacuations.called(course.order().id(), service)) {
            return leaving(course, service, layer);
        }
        if (waitsFor.isPresent()) {
            return new Step(service, layer, Stage.WAITING, "waits until " + waitsFor.get() + " have left");
        }
        return evacuations.mayLeave(course, service)
                ? new Step(service, layer, Stage.WAITING, "waits for the others of its layer")
                : new Step(
                        service,
                        layer,
                        Stage.STUCK,
                        "nobody else is concluded to serve it: " + evacuations.elsewhere(course, service));
    }

    private Step leaving(Course course, ServiceName service, int layer) {
        Placement place = course.at(service);
        int weight = planned.weight(service, course.datacenter());
        if (evacuations.dead(place)) {
            return new Step(service, layer, Stage.LEFT, "");
        }
        if (weight > 0) {
            String why = planned.refused(service, course.order().id())
                    .orElse("nothing else is left to serve, and the plan gives it " + weight);
            return new Step(service, layer, Stage.STUCK, why);
        }
        if (evacuations.left(place)) {
            return new Step(service, layer, Stage.LEFT, "");
        }
        return going(place, layer);
    }

    private Step going(Placement place, int layer) {
        List<Lookaround.Answering> answering = evacuations.answering(place);
        if (answering.isEmpty()) {
            return new Step(
                    place.service(), layer, Stage.LEAVING, "clients keep the last answers until their TTL is over");
        }
        String who = answering.stream()
                .limit(MOST_NAMED)
                .map(each -> each.controller()
                        + (each.silent() ? ", which is silent, last sent " : " still sends ")
                        + each.weight())
                .collect(Collectors.joining("; "));
        boolean late = evacuations
                .departure(place)
                .filter(departure -> departure.lasts(evacuations.promptMillis(), evacuations.now()))
                .isPresent();
        boolean silent = answering.stream().anyMatch(Lookaround.Answering::silent);
        return new Step(
                place.service(), layer, late || silent ? Stage.STUCK : Stage.LEAVING, who + " of 1000 clients there");
    }
}
