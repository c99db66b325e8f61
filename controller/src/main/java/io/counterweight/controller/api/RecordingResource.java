package io.counterweight.controller.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.counterweight.controller.Controller;
import io.counterweight.controller.Recording;
import io.counterweight.controller.intent.ReplayQuestion;
import io.counterweight.controller.recording.Chapters.Contents;
import io.counterweight.controller.recording.Recorder;
import io.counterweight.controller.wire.Wire;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What is recorded of what this controller's engine received. */
@Path("/api/v1/recording")
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class RecordingResource {
    private static final long MOST_EXPORTED = 256 << 20;

    private final Controller controller;

    public RecordingResource(Controller controller) {
        this.controller = controller;
    }

    /** What there is, as it is told. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record RecordingView(
            boolean records,
            Optional<Long> from,
            Optional<Long> to,
            long bytes,
            int chapters,
            List<Contents.Hole> gaps,
            long keepSeconds,
            long maxBytes,
            long lostTurns,
            String failing) {}

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What is recorded: from when to when, how much, and where something is missing")
    @APIResponse(
            responseCode = "200",
            description = "What there is; times in milliseconds of wall time",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Recording")))
    public String get() throws IOException {
        Recording recording = controller.recording();
        Optional<Contents> there = recording.chapters().contents();
        return Wire.text(new RecordingView(
                recording.recorder().isPresent(),
                there.map(Contents::from),
                there.map(Contents::to),
                there.map(Contents::bytes).orElse(0L),
                there.map(Contents::chapters).orElse(0),
                there.map(Contents::gaps).orElse(List.of()),
                recording.bounds().keep().toSeconds(),
                recording.bounds().maxBytes(),
                recording.recorder().map(Recorder::lostTurns).orElse(0L),
                recording.recorder().map(Recorder::failing).orElse("")));
    }

    @GET
    @Path("export")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "The recording of an interval, as a file for cw replay",
            description =
                    "from and to are moments such as 2026-11-24T09:30:00Z; left out: from the beginning, to the end.")
    @APIResponse(
            responseCode = "200",
            description = "The chapters that hold anything of the interval",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "404", ref = "Absent")
    public Response export(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to)
            throws IOException {
        long begin = from == null ? 0 : ReplayQuestion.moment("from", from);
        long end = to == null ? Long.MAX_VALUE : ReplayQuestion.moment("to", to);
        Recording recording = controller.recording();
        long bytes = recording.chapters().bytes(begin, end);
        if (bytes == 0) {
            throw Problem.exception(
                    404,
                    "nothing recorded",
                    "nothing is recorded of this interval: GET /api/v1/recording says what is");
        }
        if (bytes > MOST_EXPORTED) {
            throw Problem.exception(
                    400,
                    "too much",
                    "the interval holds " + (bytes >> 20) + " MiB, and " + (MOST_EXPORTED >> 20)
                            + " MiB are sent at a time: ask for a shorter one",
                    "to");
        }
        StreamingOutput chapters = out -> recording.chapters().copy(begin, end, out);
        return Response.ok(chapters)
                .header("Content-Disposition", "attachment; filename=\"recording.cwr\"")
                .build();
    }
}
