package io.counterweight.controller.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.health.signal.InvalidSignal;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors in words for the caller. */
public final class Problems {
    @ServerExceptionMapper
    public Response invalid(InvalidIntent e) {
        return Problem.response(400, "not taken, nothing has changed", String.valueOf(e.getMessage()), e.field());
    }

    @ServerExceptionMapper
    public Response invalid(InvalidSignal e) {
        return Problem.response(400, "signal not taken", String.valueOf(e.getMessage()), "");
    }

    @ServerExceptionMapper
    public Response noJson(JsonProcessingException e) {
        return Problem.response(
                400,
                "not taken, nothing has changed",
                "the body is no JSON: " + e.getOriginalMessage() + ", line "
                        + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                "");
    }

    @ServerExceptionMapper
    public Response full(JournalFailure e) {
        return Problem.response(
                507,
                "not taken, the disk cannot be written",
                e.getMessage() + "; failover goes on; make room on the disk of journal.directory and send this again",
                "");
    }
}
