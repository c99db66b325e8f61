package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.engine.name.Site;
import io.counterweight.health.signal.AlertReader;
import io.counterweight.health.signal.InvalidSignal;
import io.counterweight.health.signal.PushedSignal;
import io.counterweight.health.signal.SignalReader;
import io.counterweight.health.signal.SignalStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What applications and monitors push. */
@Path("/api/v1/signals")
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    /** What became of a signal. */
    public record Taken(String outcome, int signals) {}

    private final Controller controller;

    public Signals(Controller controller) {
        this.controller = controller;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/cloudevents+json"})
    @Operation(summary = "Say how an application is, as JSON or inside a CloudEvent")
    @APIResponse(
            responseCode = "202",
            description = "Taken",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Taken")))
    @APIResponse(
            responseCode = "200",
            description = "Ignored as old",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Taken")))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "429", ref = "TooMany")
    public Response post(
            @RequestBody(
                            required = true,
                            content = {
                                @Content(mediaType = "application/json", schema = @Schema(ref = "Signal")),
                                @Content(
                                        mediaType = "application/cloudevents+json",
                                        schema = @Schema(ref = "CloudEvent"))
                            })
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws InvalidSignal {
        PushedSignal signal = SignalReader.read(Bodies.read(body), System.currentTimeMillis());
        check(signal, request);
        SignalStore.Outcome outcome = controller.push(signal);
        return switch (outcome) {
            case ACCEPTED -> Response.accepted(new Taken("accepted", 1)).build();
            case IGNORED_AS_OLD ->
                Response.ok(new Taken("ignored: the sequence is not above the sender's last", 0))
                        .build();
            case REFUSED_AS_TOO_MANY ->
                Problem.response(
                        429,
                        "too many senders",
                        signal.service() + " has " + SignalStore.MOST_SENDERS + " live senders: let some expire",
                        "sender");
        };
    }

    @POST
    @Path("alertmanager")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Alertmanager's webhook, version 4; alerts count by their labels service and datacenter")
    @APIResponse(
            responseCode = "202",
            description = "What was taken and what was not",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Taken")))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    public Response alerts(
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Alerts")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws InvalidSignal {
        AlertReader.Alerts alerts = AlertReader.read(Bodies.read(body), System.currentTimeMillis());
        List<PushedSignal> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>(alerts.refused());
        for (PushedSignal signal : alerts.signals()) {
            try {
                check(signal, request);
                taken.add(signal);
            } catch (InvalidSignal e) {
                // A group of alerts may speak of several datacenters; what concerns this one counts.
                refused.add(e.getMessage());
            }
        }
        taken.forEach(controller::push);
        return Response.accepted(new Taken(outcome(refused, alerts.cutOff()), taken.size()))
                .build();
    }

    /** Alertmanager reads no answer; its people do, when they look for an alert that moves nothing. */
    private static String outcome(List<String> refused, int cutOff) {
        String outcome = "accepted";
        if (!refused.isEmpty()) {
            outcome += "; refused: " + String.join("; ", refused);
        }
        if (cutOff > 0) {
            outcome += "; " + cutOff + " alerts were cut off: raise max_alerts, or group them more finely";
        }
        if (!outcome.equals("accepted")) {
            LOG.warn("alerts {}", outcome);
        }
        return outcome;
    }

    private void check(PushedSignal signal, ContainerRequestContext request) throws InvalidSignal {
        Tokens.Caller caller = Access.of(request);
        if (!caller.maySignal(signal.service().value())) {
            throw Problem.exception(
                    403,
                    "not allowed",
                    "the token of '" + caller.name() + "' has the role " + caller.role() + ", which may not speak for "
                            + signal.service());
        }
        Site home = controller.config().self().site();
        if (!signal.datacenter().equals(home)) {
            throw new InvalidSignal("datacenter '" + signal.datacenter() + "' is not " + home
                    + ", which this controller speaks for: send it to a controller of " + signal.datacenter());
        }
        if (!controller.store().intents().policies().containsKey(signal.service())) {
            throw new InvalidSignal("service '" + signal.service() + "' has no policy: create one first");
        }
    }
}
