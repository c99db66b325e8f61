package io.counterweight.controller.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.controller.Controller;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.TopologyReader;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The voting set (rule G9). */
@Path("/api/v1/topology")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Blocking
public class TopologyResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Controller controller;
    private final Writes writes;

    public TopologyResource(Controller controller, Writes writes) {
        this.controller = controller;
        this.writes = writes;
    }

    @GET
    @Operation(summary = "The voting set in force")
    public Topology topology() {
        return controller.store().intents().topology();
    }

    @PUT
    @Operation(summary = "Change the voting set; a datacenter leaves only at weight 0")
    public Response put(String body, @Context ContainerRequestContext request)
            throws JsonProcessingException, JournalFailure {
        Topology next = TopologyReader.read(JSON.readTree(body), 0);
        for (Map.Entry<ServiceName, SortedMap<Site, Integer>> service :
                States.weights(controller).entrySet()) {
            service.getValue().forEach((site, weight) -> {
                if (weight > 0 && !next.datacenters().contains(site)) {
                    throw new InvalidIntent(
                            "datacenters",
                            "leaves out " + site + ", which still has weight " + weight + " for " + service.getKey()
                                    + ": drain it first");
                }
            });
        }
        IntentEntry entry = controller
                .store()
                .write(
                        IntentKey.votingSet(),
                        Optional.of(body),
                        Access.of(request).name());
        return writes.acknowledge(entry, 200);
    }
}
