package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.RegionsReader;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** The table of the networks of each region, which every name server locates clients by (rule W1). */
@Path("/api/v1/regions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class RegionsResource {
    private static final String WHAT = "the table of regions";

    private final Controller controller;
    private final Writes writes;

    public RegionsResource(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(summary = "The networks of each region, as they were written; it has an ETag while there is a table")
    @APIResponse(
            responseCode = "200",
            description = "The table",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Regions")))
    public Response regions() {
        Optional<IntentEntry> held =
                controller.store().book().inForce(IntentKey.regions()).filter(entry -> !entry.tombstone());
        return Versions.answer(held.flatMap(IntentEntry::body).orElse("{}"), held);
    }

    @PUT
    @Operation(
            summary = "Write the table: which networks belong to which region",
            description =
                    "Of overlapping networks the longest counts. While there is a table, If-Match names the version"
                            + " that is replaced.")
    @APIResponse(
            responseCode = "200",
            description = "Written",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: on this disk alone so far",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "428", ref = "WhichVersion")
    @APIResponse(responseCode = "507", ref = "DiskFull")
    public Response put(
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Regions")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        JsonNode json = Bodies.read(body);
        RegionsReader.read(json);
        return change(ifMatch, Optional.of(json.toString()), request);
    }

    @DELETE
    @Operation(
            summary = "Delete the table: every client is then of no known region",
            description = "If-Match names it.")
    @APIResponse(
            responseCode = "200",
            description = "Deleted",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: on this disk alone so far",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(responseCode = "404", ref = "Absent")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "428", ref = "WhichVersion")
    @APIResponse(responseCode = "507", ref = "DiskFull")
    public Response delete(@HeaderParam("If-Match") @Nullable String ifMatch, @Context ContainerRequestContext request)
            throws JournalFailure {
        return change(ifMatch, Optional.empty(), request);
    }

    private Response change(@Nullable String ifMatch, Optional<String> body, ContainerRequestContext request)
            throws JournalFailure {
        IntentEntry entry = controller
                .store()
                .change(IntentKey.regions(), Access.of(request).name(), before -> {
                    if (body.isEmpty() && before.isEmpty()) {
                        throw Problem.exception(404, "no such table", "there is no table of regions to delete");
                    }
                    Versions.match(WHAT, ifMatch, before);
                    return body;
                });
        return writes.acknowledge(entry, 200);
    }
}
