package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.DrillReader;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.safety.Arming;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Rehearsed failovers (rule W4). */
@Path("/api/v1/drills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class Drills {
    private static final int MOST = 5_000;

    private final Controller controller;
    private final Writes writes;

    public Drills(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    /** A drill that is kept; its age is counted while a controller that holds it runs. */
    record DrillState(
            String id,
            Optional<ServiceName> service,
            Optional<Site> datacenter,
            boolean passed,
            String evidence,
            String by,
            long ageSeconds) {}

    @GET
    @Operation(summary = "The drills that are kept")
    @APIResponse(
            responseCode = "200",
            description = "The drills",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "DrillsKept")))
    public String all() {
        SortedMap<String, Long> remaining = controller
                .standing()
                .map(standing -> standing.decision().report().remainingMillis())
                .orElseGet(TreeMap::new);
        List<Drill> drills = controller.store().intents().safety().drills();
        return Wire.text(drills.stream().map(each -> state(each, remaining)).toList());
    }

    private static DrillState state(Drill drill, SortedMap<String, Long> remaining) {
        return new DrillState(
                drill.id(),
                drill.service(),
                drill.datacenter(),
                drill.passed(),
                drill.evidence(),
                drill.by(),
                Arming.age(drill, remaining) / 1000);
    }

    @POST
    @Operation(
            summary = "Record a drill",
            description = "One that passed arms automation for the time that the deployment's safety names.")
    @APIResponse(
            responseCode = "201",
            description = "Recorded",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: on this disk alone so far",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "507", ref = "DiskFull")
    public Response post(
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Drill")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        JsonNode json = Bodies.read(body);
        String id = UUID.randomUUID().toString().substring(0, 13);
        String by = Access.of(request).name();
        Intents intents = controller.store().intents();
        refuseUnknown(DrillReader.read(id, by, json), intents);
        if (intents.safety().drills().size() >= MOST) {
            throw new InvalidIntent("", MOST + " drills are kept already: more fit when the oldest have run out");
        }
        IntentEntry entry = controller.store().write(IntentKey.drill(id), Optional.of(json.toString()), by);
        return writes.acknowledge(entry, 201);
    }

    private static void refuseUnknown(Drill drill, Intents intents) {
        drill.service()
                .filter(service -> !intents.policies().containsKey(service))
                .ifPresent(service -> {
                    throw new InvalidIntent(
                            "service", "'" + service + "' has no policy: leave it out to mean every one");
                });
        drill.datacenter()
                .filter(site -> !intents.topology().datacenters().contains(site))
                .ifPresent(site -> {
                    throw new InvalidIntent(
                            "datacenter",
                            "'" + site + "' is no datacenter of the topology: leave it out to mean every one");
                });
    }
}
