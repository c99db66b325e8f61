package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.OverrideReader;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.TrafficOverride;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Operators' words against automation. */
@Path("/api/v1/overrides")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class Overrides {
    private static final int MOST = 500;

    private final Controller controller;
    private final Writes writes;

    public Overrides(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(summary = "The overrides in force, with what is left of each")
    @APIResponse(
            responseCode = "200",
            description = "The overrides",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "OverridesInForce")))
    public Response all() {
        return Response.ok(States.overrides(controller)).build();
    }

    @POST
    @Operation(
            summary = "Drain, evacuate, pin, hold, release or promote",
            description =
                    "Answered 201 once two datacenters hold it, 202 while only one does. An override cannot be changed: end it and make a new one. "
                            + "A release lets incidents return that have been, never one to come: the one that service and epoch name, else the latest of this moment.")
    @APIResponse(
            responseCode = "201",
            description = "In force",
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
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Override")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        JsonNode json = Bodies.read(body);
        Intents intents = controller.store().intents();
        String id = UUID.randomUUID().toString().substring(0, 13);
        String owner = Access.of(request).name();
        JsonNode complete = OverrideReader.capture(json, States.plans(controller), States.incidents(controller));
        for (String field : OverrideReader.WRITTEN) {
            if (json.has(field)) {
                throw new InvalidIntent(field, "is written by the controller: leave it out");
            }
        }
        TrafficOverride override =
                OverrideReader.read(id, owner, complete, intents.topology().datacenters());
        VainOrders.refuse(override, json, intents.policies());
        if (intents.overrides().size() >= MOST) {
            throw new InvalidIntent("", MOST + " overrides are in force already: end some first");
        }
        IntentEntry entry = controller.store().write(IntentKey.override(id), Optional.of(complete.toString()), owner);
        return writes.order(entry, 201);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "End an override before its time")
    @APIResponse(
            responseCode = "200",
            description = "Ended",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: on this disk alone so far",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(responseCode = "404", ref = "Absent")
    @APIResponse(responseCode = "507", ref = "DiskFull")
    public Response delete(@PathParam("id") String id, @Context ContainerRequestContext request) throws JournalFailure {
        IntentEntry entry = controller
                .store()
                .change(IntentKey.override(id), Access.of(request).name(), before -> {
                    if (before.isEmpty()) {
                        throw Problem.exception(
                                404,
                                "no such override",
                                "'" + Problem.shortened(id) + "' is not in force: GET lists those that are");
                    }
                    return Optional.empty();
                });
        return writes.acknowledge(entry, 200);
    }
}
