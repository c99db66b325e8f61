package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.World;
import java.util.function.Consumer;

/** Where people sit: what they say by the API of a controller in east. What is not taken is an {@link IllegalStateException}. */
final class Desk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OVERRIDES = "/api/v1/overrides";
    private final Stage stage;

    Desk(Stage stage) {
        this.stage = stage;
    }

    /** Changes the policy of a service. */
    void change(Service service, Consumer<ObjectNode> change) {
        String path = "/api/v1/policies/" + service.name();
        Api.Answer before = api().get(path);
        ObjectNode policy = (ObjectNode) taken(before).body().path("policy");
        change.accept(policy);
        taken(api().put(path, policy, before.etag()));
    }

    /** Gives an order for a datacenter, and says its id; what else it needs is written into it by {@code more}. */
    String order(String action, String datacenter, Consumer<ObjectNode> more) {
        ObjectNode order = JSON.createObjectNode()
                .put("action", action)
                .put("datacenter", datacenter)
                .put("reason", "works on the power supply")
                .put("length", "10m");
        more.accept(order);
        return taken(api().post(OVERRIDES, order)).body().path("key").asText().replace("override/", "");
    }

    void end(String order) {
        taken(api().delete(OVERRIDES + "/" + order));
    }

    /** A person's consent to a proposal, in that person's name. */
    void consent(String person, String proposal) {
        taken(stage.world()
                .api(stage.east(), 1, person)
                .post(
                        "/api/v1/proposals/" + proposal,
                        JSON.createObjectNode().put("vote", "approve").put("reason", "seen and agreed")));
    }

    private Api api() {
        return stage.world().api(stage.east(), 1, World.OPERATOR);
    }

    private static Api.Answer taken(Api.Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("not taken: " + answer);
        }
        return answer;
    }
}
