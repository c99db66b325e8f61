package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.TopologyReader;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.loop.Standing;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
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
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** The voting set (rule G9). */
@Path("/api/v1/topology")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class TopologyResource {
    private final Controller controller;
    private final Writes writes;

    public TopologyResource(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(summary = "The voting set in force; it has an ETag once it was written over the API")
    @APIResponse(
            responseCode = "200",
            description = "The voting set",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Topology")))
    public Response topology() {
        return Versions.answer(
                controller.store().intents().topology(),
                controller.store().book().inForce(IntentKey.votingSet()));
    }

    @PUT
    @Operation(
            summary = "Change the voting set; a datacenter leaves only at weight 0",
            description = "Once it was written over the API, If-Match names the version that is changed.")
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
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Topology")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        JsonNode json = Bodies.read(body);
        Topology next = TopologyReader.read(json, 0);
        IntentEntry entry = controller
                .store()
                .change(IntentKey.votingSet(), Access.of(request).name(), before -> {
                    Versions.match("the voting set", ifMatch, before);
                    refuseWhileWeighed(next);
                    return Optional.of(json.toString());
                });
        return writes.acknowledge(entry, 200);
    }

    /** A datacenter leaves at weight 0, by what this controller decided and by what every controller that is heard applies. */
    private void refuseWhileWeighed(Topology next) {
        Standing standing = controller
                .standing()
                .orElseThrow(() -> Problem.exception(
                        503, "not decided yet", "this controller has no plan yet: send it again in a few seconds"));
        States.plans(controller).forEach(plan -> refuse(next, plan.service(), plan.peaks(), "this controller"));
        standing.facts().reports().values().stream()
                .filter(held -> standing.facts().fresh(held, standing.now()))
                .map(Held::report)
                .forEach(report -> report.services()
                        .forEach((service, said) -> refuse(
                                next, service, said.applied(), report.writer().toString())));
    }

    private static void refuse(Topology next, ServiceName service, SortedMap<Site, Integer> weights, String where) {
        weights.forEach((site, weight) -> {
            if (weight > 0 && !next.datacenters().contains(site)) {
                throw new InvalidIntent(
                        "datacenters",
                        "leaves out " + site + ", which still has weight " + weight + " for " + service + " at " + where
                                + ": drain it first");
            }
        });
    }
}
