package io.counterweight.controller.api;

import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.health.signal.InvalidSignal;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors in words for the caller. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ServerExceptionMapper
    public Response invalid(InvalidIntent e) {
        return Problem.response(400, "not taken, nothing has changed", String.valueOf(e.getMessage()), e.field());
    }

    @ServerExceptionMapper
    public Response invalid(InvalidSignal e) {
        return Problem.response(400, "signal not taken", String.valueOf(e.getMessage()), "");
    }

    @ServerExceptionMapper
    public Response full(JournalFailure e) {
        return Problem.response(
                507,
                "not taken, the disk cannot be written",
                e.getMessage() + "; failover goes on; make room on the disk of journal.directory and send this again",
                "");
    }

    /** Unknown paths, methods and media types; and what the API's own code refuses. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException e) {
        Response made = e.getResponse();
        if (made.hasEntity()) {
            return made;
        }
        return Problem.response(made.getStatus(), made.getStatusInfo().getReasonPhrase(), hint(made.getStatus()), "");
    }

    private static String hint(int status) {
        return switch (status) {
            case 404 -> "nothing is here: GET /q/openapi lists every path";
            case 405 -> "this path knows other methods: GET /q/openapi lists them";
            case 406 -> "this path answers JSON alone: send the header 'Accept: application/json'";
            case 413 -> "send less at a time";
            case 415 -> "send JSON, with the header 'Content-Type: application/json'";
            default -> "GET /q/openapi says what can be sent";
        };
    }

    /** What nobody foresaw: the log has it in full, the caller only a number to find it by. */
    @ServerExceptionMapper
    public Response unforeseen(RuntimeException e) {
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("answered with an error, number {}", number, e);
        return Problem.response(
                500,
                "an error of the controller",
                "nothing is known to have changed; the controller's log has it under the number " + number,
                "");
    }
}
