package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.PolicyReader;
import io.counterweight.controller.intent.PolicyWriter;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** The policies: one per service. */
@Path("/api/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class Policies {
    /** A policy as it was written, with what is needed to change it. */
    public record Written(String service, JsonNode policy, String version, String author, List<JsonNode> conflicts) {}

    private final Controller controller;
    private final Writes writes;

    public Policies(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(summary = "Every policy in force")
    @APIResponse(
            responseCode = "200",
            description = "The policies",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "WrittenPolicies")))
    public List<Written> all() {
        List<Written> all = new ArrayList<>();
        for (IntentEntry entry : controller.store().book().living(IntentKey.POLICY)) {
            all.add(written(entry));
        }
        return all;
    }

    @GET
    @Path("{service}")
    @Operation(summary = "One policy; its ETag is what a change must name")
    @APIResponse(
            responseCode = "200",
            description = "The policy",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "WrittenPolicy")))
    @APIResponse(responseCode = "404", ref = "Absent")
    public Response one(@PathParam("service") String service) {
        IntentEntry entry = current(service).orElseThrow(() -> absent(service));
        return Versions.answer(written(entry), Optional.of(entry));
    }

    @PUT
    @Path("{service}")
    @Operation(
            summary = "Create a policy, or replace it",
            description =
                    "A replacement must name the ETag of what it replaces in If-Match. With validate=true nothing is written.")
    @Parameter(
            name = "validate",
            in = ParameterIn.QUERY,
            description = "true, 1 or nothing behind it: nothing is written; false: as if it were left out",
            allowEmptyValue = true,
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "Replaced; with validate=true the policy as it would be read, every default filled in",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "ReplacedOrRead")))
    @APIResponse(
            responseCode = "201",
            description = "Created",
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
            @PathParam("service") String service,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Policy")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        boolean onlyValidated = onlyValidated(request.getUriInfo());
        JsonNode json = Bodies.read(body);
        Policy policy = PolicyReader.read(
                service, json, controller.store().intents().topology().datacenters());
        if (policy.retiring()) {
            throw new InvalidIntent("retiring", "is written by a deletion: send DELETE");
        }
        if (onlyValidated) {
            controller.checkBesideOthers(policy);
            return Response.ok(PolicyWriter.write(policy, json)).build();
        }
        boolean[] created = {false};
        IntentEntry entry = controller
                .store()
                .change(IntentKey.policy(service), Access.of(request).name(), before -> {
                    created[0] = before.isEmpty();
                    Versions.match("the policy of '" + service + "'", ifMatch, before);
                    // Where no other write comes between: two policies at once may name the same host, or need each
                    // other.
                    controller.checkBesideOthers(policy);
                    return Optional.of(json.toString());
                });
        return writes.acknowledge(entry, created[0] ? 201 : 200);
    }

    @DELETE
    @Path("{service}")
    @Operation(
            summary = "Retire a service",
            description =
                    "Its answers stay until every datacenter knows and two TTLs have passed; then the policy is gone.")
    @APIResponse(
            responseCode = "200",
            description = "It retires",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: on this disk alone so far",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(responseCode = "404", ref = "Absent")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "428", ref = "WhichVersion")
    @APIResponse(responseCode = "507", ref = "DiskFull")
    public Response delete(
            @PathParam("service") String service,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        IntentEntry entry = controller
                .store()
                .change(IntentKey.policy(service), Access.of(request).name(), before -> {
                    IntentEntry held = before.orElseThrow(() -> absent(service));
                    Versions.match("the policy of '" + service + "'", ifMatch, before);
                    ObjectNode retiring = (ObjectNode) Bodies.known(held.body().orElse("{}"));
                    return Optional.of(retiring.put("retiring", true).toString());
                });
        return writes.acknowledge(entry, 200);
    }

    /** Strict, since a value that is read as false would write what was only meant to be looked at. */
    private static boolean onlyValidated(UriInfo uri) {
        // Not a parameter of the method: that could not tell ?validate from none.
        String validate = String.join(",", uri.getQueryParameters().getOrDefault("validate", List.of("false")));
        return switch (validate.toLowerCase(Locale.ROOT)) {
            case "false" -> false;
            case "", "1", "true" -> true;
            default ->
                throw new InvalidIntent(
                        "validate",
                        "'" + Problem.shortened(validate)
                                + "' is none of true, 1, false: write ?validate=true to write nothing, or leave it out");
        };
    }

    private Optional<IntentEntry> current(String service) {
        return controller.store().book().inForce(IntentKey.policy(service)).filter(entry -> !entry.tombstone());
    }

    private Written written(IntentEntry entry) {
        List<JsonNode> conflicts = new ArrayList<>();
        for (IntentEntry other : controller.store().book().conflicts(entry.key())) {
            conflicts.add(Bodies.known(other.body().orElse("null")));
        }
        return new Written(
                entry.key().name(),
                Bodies.known(entry.body().orElse("null")),
                entry.stamp().toString(),
                entry.author(),
                conflicts);
    }

    private static RuntimeException absent(String service) {
        return Problem.exception(404, "no such policy", "service '" + service + "' has no policy: create it with PUT");
    }
}
