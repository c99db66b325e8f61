package io.counterweight.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What tests do to a world, in their words. */
final class Scene {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Scene() {}

    /** Every published address of a service in these datacenters. */
    static SortedSet<String> published(Service service, Site... sites) {
        SortedSet<String> all = new TreeSet<>();
        Arrays.asList(sites).forEach(site -> {
            for (int n = 1; n <= service.instances(); n++) {
                all.add(service.published(site, n));
            }
        });
        return all;
    }

    static void killInstances(World world, Service service, Site site) {
        for (int n = 1; n <= service.instances(); n++) {
            world.child(World.instance(service, site, n)).kill();
        }
    }

    static void startInstances(World world, Service service, Site site) {
        for (int n = 1; n <= service.instances(); n++) {
            world.startInstance(service, site, n);
        }
    }

    static void killControllers(World world, Site site) {
        for (int n = 1; n <= site.controllers(); n++) {
            world.controller(site, n).kill();
        }
    }

    /** Nothing of this kind passes between two sites, in either direction, whoever opened the connection. */
    static void cut(World world, Site one, Site other, String kind) {
        world.edge(one).swallow(other, kind);
        world.edge(other).swallow(one, kind);
    }

    static void heal(World world, Site one, Site other, String kind) {
        world.edge(one).allow(other, kind);
        world.edge(other).allow(one, kind);
    }

    static void cutLink(World world, Site one, Site other) {
        cut(world, one, other, Edge.LINK);
    }

    /** Everything between two sites is swallowed: links, probes, users. */
    static void cutOff(World world, Site one, Site other) {
        cut(world, one, other, "all");
    }

    /** Replaces a policy by itself with something changed. */
    static Api.Answer change(Api api, Service service, Consumer<ObjectNode> what) {
        String path = "/api/v1/policies/" + service.name();
        Api.Answer before = api.get(path);
        ObjectNode policy = (ObjectNode) before.body().path("policy");
        what.accept(policy);
        return api.put(path, policy, before.etag());
    }

    /** Orders a drain; the answer is as the API gave it. */
    static Api.Answer drain(Api api, Site site, String reason, String length) {
        ObjectNode body = JSON.createObjectNode()
                .put("action", "drain")
                .put("datacenter", site.name())
                .put("reason", reason)
                .put("length", length);
        return api.post("/api/v1/overrides", body);
    }

    /** A monitor tells every controller of a datacenter what that carries of a service. */
    static void load(World world, Service service, Site site, double load) {
        ObjectNode signal = JSON.createObjectNode()
                .put("service", service.name())
                .put("datacenter", site.name())
                .put("sender", "monitor")
                .put("status", "serving")
                .put("load", load)
                .put("ttl", "20s")
                .put("sequence", System.currentTimeMillis());
        for (int n = 1; n <= site.controllers(); n++) {
            world.api(site, n).post("/api/v1/signals", signal);
        }
    }

    /** Lets an instance of the shop tell its controller, by itself, how much it can do (0 to 1) and for how long. */
    static int push(Service shop, Site site, String capacity, int seconds, String reason) {
        URI trouble = URI.create("http://%s:%d/trouble?capacity=%s&seconds=%d&reason=%s"
                .formatted(shop.inside(site, 1), Service.PORT, capacity, seconds, reason));
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(trouble)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
