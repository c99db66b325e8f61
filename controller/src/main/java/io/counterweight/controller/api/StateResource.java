package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.controller.journal.Journal.Recorded;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** What is, and why. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class StateResource {
    private static final int MOST_AT_ONCE = 1000;
    private static final int USUAL = 50;

    private final Controller controller;

    public StateResource(Controller controller) {
        this.controller = controller;
    }

    @GET
    @Path("state")
    @Operation(summary = "Weights, conclusions, ceilings, overrides, alarms, and who is heard")
    @APIResponse(
            responseCode = "200",
            description = "The present",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "State")))
    public String state() {
        return controller
                .standing()
                .map(standing -> Wire.text(States.state(controller, standing)))
                .orElseThrow(() -> Problem.exception(503, "starting", "nothing is known yet: ask again in a second"));
    }

    @GET
    @Path("decisions")
    @Operation(
            summary = "Why the weights are what they are, the latest first",
            description = "Page with before=<id of the last>.")
    @APIResponse(
            responseCode = "200",
            description = "The decisions",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Decisions")))
    public String decisions(
            @QueryParam("service") @Nullable String service,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("before") @Nullable String before,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("limit") @Nullable String limit)
            throws JournalFailure {
        List<Recorded> decisions = controller
                .journal()
                .decisions(
                        Optional.ofNullable(service),
                        number("before", before, Long.MAX_VALUE),
                        Math.clamp(number("limit", limit, USUAL), 1, MOST_AT_ONCE));
        return decisions.stream().map(Recorded::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static long number(String name, @Nullable String text, long otherwise) {
        try {
            return text == null || text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.exception(
                    400,
                    "which decisions?",
                    name + " is '" + Problem.shortened(text)
                            + "', which is no whole number: write one, or leave it out",
                    name);
        }
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Every decision as it is made, and every alarm as it begins and ends, as server-sent events",
            description =
                    "The event's name is decision, alarm-begun or alarm-ended. Who reads too slowly misses some. To so many listeners at a time; then 503.")
    public Multi<OutboundSseEvent> events(@Context Sse sse) {
        return controller
                .events()
                .listen()
                .orElseThrow(() -> Problem.exception(
                        503,
                        "too many listeners",
                        "this controller tells no more listeners: close one, or listen at another controller"))
                .map(event -> sse.newEventBuilder()
                        .name(event.word())
                        .mediaType(MediaType.TEXT_PLAIN_TYPE)
                        .data(event.json())
                        .build());
    }
}
