package io.counterweight.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.ApprovalReader;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.ApprovalVote;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.safety.Proposal;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** What waits for people's consent (rule W4). */
@Path("/api/v1/proposals")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
@SecurityRequirement(name = "bearer")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "503", ref = "Unavailable")
public class Proposals {
    private final Controller controller;
    private final Writes writes;

    public Proposals(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(summary = "The moves of protected services that wait for people's consent")
    @APIResponse(
            responseCode = "200",
            description = "The proposals",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "ProposalsWaiting")))
    public String all() {
        return Wire.text(controller.standing().map(ProposalStates::of).orElse(List.of()));
    }

    @POST
    @Path("{id}")
    @Operation(
            summary = "Approve or reject a proposal",
            description =
                    "Each of the policy's people has one word on a proposal, the latest; nobody consents to his own order. "
                            + "It counts for as long as the policy says. breakGlass lets the proposal happen at once, whoever says it, and is recorded.")
    @APIResponse(
            responseCode = "201",
            description = "Counted",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(
            responseCode = "202",
            description = "Accepted: on this disk alone so far",
            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Acknowledged")))
    @APIResponse(responseCode = "400", ref = "Invalid")
    @APIResponse(responseCode = "404", ref = "Absent")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "507", ref = "DiskFull")
    public Response post(
            @PathParam("id") String id,
            @RequestBody(
                            required = true,
                            content = @Content(mediaType = "application/json", schema = @Schema(ref = "Consent")))
                    @Nullable
                    String body,
            @Context ContainerRequestContext request)
            throws JournalFailure {
        Proposal proposal = waiting(id)
                .orElseThrow(() -> Problem.exception(
                        404,
                        "no such proposal",
                        "'" + Problem.shortened(id) + "' does not wait for consent: GET lists those that do"));
        String person = Access.of(request).name();
        JsonNode complete = ApprovalReader.complete(
                Bodies.read(body), id, proposal.approval().expires());
        String key = ApprovalVote.id(id, person);
        ApprovalVote vote = ApprovalReader.read(key, person, complete);
        if (!vote.breakGlass()) {
            refuseWhoMayNot(person, proposal);
        }
        IntentEntry entry = controller.store().write(IntentKey.approval(key), Optional.of(complete.toString()), person);
        return writes.acknowledge(entry, 201);
    }

    private Optional<Proposal> waiting(String id) {
        return controller.standing().stream()
                .flatMap(standing -> standing.decision().proposals().stream())
                .filter(each -> each.id().toString().equals(id))
                .findFirst();
    }

    private static void refuseWhoMayNot(String person, Proposal proposal) {
        if (!proposal.approval().of().contains(person)) {
            throw Problem.exception(
                    403,
                    "not yours to approve",
                    "'" + person + "' is none of "
                            + String.join(", ", proposal.approval().of())
                            + ", whom the policy's safety.approval.of names: ask one of them");
        }
        if (person.equals(proposal.by())) {
            throw Problem.exception(
                    403, "your own order", "nobody consents to his own order: ask another of the policy's people");
        }
    }
}
