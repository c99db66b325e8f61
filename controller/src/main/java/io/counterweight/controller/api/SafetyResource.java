package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.SafetyReader;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
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

/** The limits across all services (rule W4). */
@Path("/api/v1/safety")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class SafetyResource {
    private final Controller controller;
    private final Writes writes;

    public SafetyResource(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(
            summary = "The limits across all services in force; they have an ETag once they were written over the API")
    @APIResponse(
            responseCode = "200",
            description = "The limits, every default filled in",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Safety")))
    public Response safety() {
        return Versions.answer(
                SafetyReader.write(controller.store().intents().safety().deployment()),
                controller.store().book().inForce(IntentKey.safety()));
    }

    @PUT
    @Operation(
            summary = "Change the limits across all services",
            description = "Once they were written over the API, If-Match names the version that is changed.")
    @APIResponse(
            responseCode = "200",
            description = "Changed",
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
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Safety")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        JsonNode json = Bodies.read(body);
        SafetyReader.read(json);
        IntentEntry entry = controller
                .store()
                .change(IntentKey.safety(), Access.of(request).name(), before -> {
                    Versions.match("the deployment's safety", ifMatch, before);
                    return Optional.of(json.toString());
                });
        return writes.acknowledge(entry, 200);
    }
}
