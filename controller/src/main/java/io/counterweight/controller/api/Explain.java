package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.controller.journal.Journal;
import io.counterweight.controller.journal.Journal.Recorded;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.loop.Standing;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.explain.Explainer;
import io.counterweight.engine.explain.Explainer.Standpoint;
import io.counterweight.engine.explain.Explanation;
import io.counterweight.engine.explain.Origin;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** What is served, since when, why, what was refused and what would change it, in plain words. */
@Path("/api/v1/explain/{service}")
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class Explain {
    private static final int AT_ONCE = 50;
    private static final int PAGES = 20;

    /** The part of a journaled decision that tells its weights. */
    private record Kept(long id, long at, SortedMap<Site, Integer> before, SortedMap<Site, Integer> after) {
        Origin.Made made() {
            return new Origin.Made(id, at, before, after);
        }
    }

    private final Controller controller;

    public Explain(Controller controller) {
        this.controller = controller;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "One service in plain words: what is served, since when, why, what was refused, what would change it",
            description = "With Accept: text/plain the sentences alone, for people.")
    @APIResponse(
            responseCode = "200",
            description = "The explanation",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(ref = "Explanation")),
                @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "404", ref = "Absent")
    public String asJson(@PathParam("service") String service) throws JournalFailure {
        return Wire.text(explanation(service));
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public String asText(@PathParam("service") String service) throws JournalFailure {
        return explanation(service).text();
    }

    private Explanation explanation(String service) throws JournalFailure {
        Standing standing = controller
                .standing()
                .orElseThrow(() -> Problem.exception(503, "starting", "nothing is known yet: ask again in a second"));
        Standpoint standpoint = new Standpoint(
                standing.decision(),
                controller.config().settings(),
                standing.facts(),
                standing.intents(),
                standing.now());
        ServiceName name = serviceName(service).orElseThrow(() -> absent(service));
        SortedMap<Site, Integer> weights = Explainer.weights(standpoint, name);
        return Explainer.explain(standpoint, name, origins(controller.journal(), name, weights))
                .orElseThrow(() -> absent(service));
    }

    static Optional<ServiceName> serviceName(String text) {
        try {
            return Optional.of(ServiceName.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static RuntimeException absent(String service) {
        return Problem.exception(
                404,
                "no such service",
                "service '" + Problem.shortened(service)
                        + "' has no policy here: GET /api/v1/policies lists those that have one");
    }

    /** Reads back only as far as needed: most weights were set not long ago. */
    private static SortedMap<Site, Origin> origins(
            Journal journal, ServiceName service, SortedMap<Site, Integer> weights) throws JournalFailure {
        List<Origin.Made> latestFirst = new ArrayList<>();
        SortedMap<Site, Origin> origins = Origin.of(weights, latestFirst);
        long below = Long.MAX_VALUE;
        for (int page = 0; page < PAGES; page++) {
            List<Recorded> read = journal.decisions(Optional.of(service.value()), below, AT_ONCE);
            read.forEach(
                    each -> latestFirst.add(Wire.read(each.json(), Kept.class).made()));
            origins = Origin.of(weights, latestFirst);
            if (read.size() < AT_ONCE || origins.values().stream().allMatch(Origin::set)) {
                break;
            }
            below = read.getLast().id();
        }
        return origins;
    }
}
