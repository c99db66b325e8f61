package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.controller.loop.Standing;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.dependency.Readiness;
import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Whether what a service needs is there, so that its start script can wait for it (rule W5). */
@Path(Dependencies.PATH + "{service}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
public class Dependencies {
    static final String PATH = "/api/v1/dependencies/";

    private record Answer(
            ServiceName service,
            Site datacenter,
            boolean ready,
            SortedMap<ServiceName, Readiness.Callee> needs,
            SortedMap<ServiceName, String> notWaitedFor) {

        static Answer of(Readiness said) {
            return new Answer(said.service(), said.datacenter(), said.ready(), said.needs(), said.notWaitedFor());
        }
    }

    private final Controller controller;

    public Dependencies(Controller controller) {
        this.controller = controller;
    }

    @GET
    @Operation(
            summary = "Whether all that a service needs in this controller's datacenter serves there",
            description = "Its own token may ask for it too. Members of its own circle are not waited for.")
    @APIResponse(
            responseCode = "200",
            description = "Everything serves",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Dependencies")))
    @APIResponse(
            responseCode = "503",
            description = "Something does not: who, and why; or the controller is starting",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(ref = "Dependencies")),
                @Content(mediaType = Problem.TYPE, schema = @Schema(ref = "Problem"))
            })
    @APIResponse(responseCode = "404", ref = "Absent")
    public Response of(@PathParam("service") String service) {
        Standing standing = controller
                .standing()
                .orElseThrow(() -> Problem.exception(503, "starting", "nothing is known yet: ask again in a second"));
        Readiness readiness = readiness(standing, service);
        String json = Wire.text(Answer.of(readiness));
        return readiness.ready()
                ? Response.ok(json).build()
                : Response.status(503)
                        .header(HttpHeaders.RETRY_AFTER, 1)
                        .entity(json)
                        .build();
    }

    private Readiness readiness(Standing standing, String service) {
        Site home = controller.config().self().site();
        Report own = standing.decision().report();
        List<Report> speaking = Evidence.speaking(standing.facts(), own, home, standing.now());
        return Explain.serviceName(service)
                .flatMap(name -> Readiness.of(standing.intents().policies(), speaking, name, home))
                .orElseThrow(() -> absent(standing, service, home));
    }

    private static RuntimeException absent(Standing standing, String service, Site home) {
        Optional<ServiceName> known =
                Explain.serviceName(service).filter(standing.intents().policies()::containsKey);
        return known.isEmpty()
                ? Explain.absent(service)
                : Problem.exception(
                        404,
                        "not in this datacenter",
                        "the policy of '" + service + "' does not name " + home
                                + ": ask a controller of a datacenter that it names, or add this one to it");
    }
}
