package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.ReplayQuestion;
import io.counterweight.controller.recording.ReplayView;
import io.counterweight.controller.recording.Replaying;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.replay.Question;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What was recorded here, decided again: by the policies of then, and by others beside. One at a time, and not for long. */
@Path("/api/v1/replay")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class ReplayResource {
    private static final long LONGEST_NANOS = 60_000_000_000L;

    private final Controller controller;
    private final Semaphore one = new Semaphore(1);

    public ReplayResource(Controller controller) {
        this.controller = controller;
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What other policies would have decided from the facts that were recorded",
            description =
                    "Changes nothing. It ends after 60 s, and then says partial. With Accept: text/plain the sentences alone.")
    @APIResponse(
            responseCode = "200",
            description = "The differences, decision by decision",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(ref = "ReplayAnswer")),
                @Content(mediaType = "text/plain", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "404", ref = "Absent")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    public String asJson(
            @RequestBody(
                            required = true,
                            content =
                                    @Content(mediaType = "application/json", schema = @Schema(ref = "ReplayQuestion")))
                    @Nullable
                    String body)
            throws IOException {
        return Wire.text(replayed(body));
    }

    @POST
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public String asText(@Nullable String body) throws IOException {
        return replayed(body).text();
    }

    private ReplayView replayed(@Nullable String body) throws IOException {
        JsonNode json = Bodies.read(body);
        Intents intents = controller.store().intents();
        Question question = ReplayQuestion.read(json, intents);
        if (!one.tryAcquire()) {
            throw Problem.exception(
                    409,
                    "busy",
                    "another replay is under way here, and one is played at a time: ask again in a minute");
        }
        try {
            long end = System.nanoTime() + LONGEST_NANOS;
            Replaying replaying = new Replaying(question, () -> System.nanoTime() < end);
            controller.recording().chapters().read(question.from(), question.to(), replaying);
            return replaying
                    .view()
                    .orElseThrow(() -> Problem.exception(
                            404,
                            "nothing recorded",
                            "nothing is recorded of this interval: GET /api/v1/recording says what is"));
        } finally {
            one.release();
        }
    }
}
