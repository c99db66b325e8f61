package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.controller.config.Times;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.LoadSource;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import java.util.Iterator;
import java.util.Map;

/** Writes a policy as people write it, with every default filled in: {@link PolicyReader} reads the same policy from it. */
public final class PolicyWriter {
    private PolicyWriter() {}

    /**
     * Writes what can be sent back.
     *
     * @param read what the policy was read from: there alone stand the names of addresses in front of all endpoints
     */
    public static ObjectNode write(Policy policy, JsonNode read) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode hosts = json.putArray("hosts");
        policy.hosts().forEach(hosts::add);
        json.put("mode", Fields.written(policy.mode())).put("choice", Fields.written(policy.choice()));
        ObjectNode datacenters = json.putObject("datacenters");
        policy.datacenters()
                .forEach((site, place) -> place(
                        datacenters.putObject(site.value()),
                        place,
                        read.path("datacenters").path(site.value()).path("published")));
        policy.nearest().orders().forEach((region, order) -> {
            ArrayNode sites = json.withObjectProperty("regions").putArray(region.value());
            order.forEach(site -> sites.add(site.value()));
        });
        check(json.putObject("check"), policy.check());
        damping(json.putObject("damping"), policy.damping());
        shifting(json.putObject("shifting"), policy.shifting());
        safety(json.putObject("safety"), policy.safety());
        silence(json.putObject("silence"), policy.silence());
        json.putObject("ttl").put("min", Times.words(policy.ttlMin())).put("max", Times.words(policy.ttlMax()));
        policy.sheddable().ifPresent(how -> {
            ObjectNode written = json.putObject("sheddable");
            how.addresses().forEach(written.putArray("addresses")::add);
            written.put("most", how.most());
        });
        ArrayNode needs = json.putArray("needs");
        policy.needs().forEach(callee -> needs.add(callee.value()));
        return json;
    }

    private static void place(ObjectNode json, DatacenterPolicy place, JsonNode read) {
        json.put("weight", place.weight()).put("priority", place.priority());
        place.capacity().ifPresent(capacity -> json.put("capacity", capacity));
        place.load().ifPresent(load -> load(json.putObject("load"), load));
        place.hook()
                .ifPresent(hook ->
                        json.putObject("hook").put("url", hook.url()).put("deadline", Times.words(hook.deadline())));
        ObjectNode endpoints = json.putObject("endpoints");
        place.endpoints().forEach((name, endpoint) -> endpoints
                .putObject(name.value())
                .put("address", endpoint.address())
                .put("port", endpoint.port()));
        // The reader takes them in the order of their names.
        Iterator<String> names =
                read.properties().stream().map(Map.Entry::getKey).sorted().iterator();
        for (PublishedAddress each : place.published()) {
            each.endpoint()
                    .ifPresentOrElse(
                            name -> endpoints
                                    .withObjectProperty(name.value())
                                    .put("published", each.address())
                                    .put("publishedPort", each.port()),
                            () -> json.withObjectProperty("published")
                                    .putObject(names.next())
                                    .put("address", each.address())
                                    .put("port", each.port()));
        }
    }

    private static void load(ObjectNode json, LoadSource load) {
        load.urls().forEach(json.putArray("urls")::add);
        json.put("metric", load.metric());
        load.labels().forEach(json.putObject("labels")::put);
        json.put("kind", Fields.written(load.kind())).put("interval", Times.words(load.interval()));
    }

    private static void check(ObjectNode json, Check check) {
        json.put("protocol", Fields.written(check.protocol())).put("format", Fields.written(check.format()));
        if (!check.path().isEmpty()) {
            json.put("path", check.path());
        }
        check.port().ifPresent(port -> json.put("port", port));
        check.hostHeader().ifPresent(host -> json.put("host", host));
        json.putObject("status").put("min", check.statusMin()).put("max", check.statusMax());
        check.bodyMatch().ifPresent(body -> json.put("body", body));
        check.identity().ifPresent(identity -> json.putObject("identity")
                .put(identity.where() == Check.Identity.Where.HEADER ? "header" : "field", identity.name())
                .put("expected", identity.expected()));
        json.put("interval", Times.words(check.interval())).put("timeout", Times.words(check.timeout()));
        json.remove(CheckReader.unread(check.protocol(), check.format()));
    }

    private static void damping(ObjectNode json, Damping damping) {
        json.put("fall", damping.fall())
                .put("rise", damping.rise())
                .put("forgiving", damping.forgiving())
                .put("confirmInterval", Times.words(damping.confirmInterval()))
                .putObject("flap")
                .put("falls", damping.flapFalls())
                .put("window", Times.words(damping.flapWindow()))
                .put("penalty", Times.words(damping.flapPenalty()))
                .put("maximum", Times.words(damping.flapPenaltyMax()));
    }

    private static void shifting(ObjectNode json, Shifting shifting) {
        json.put("holdDown", Times.words(shifting.holdDown()));
        ArrayNode steps = json.putArray("steps");
        shifting.steps().forEach(steps::add);
        json.put("soak", Times.words(shifting.soak())).put("failback", Fields.written(shifting.failback()));
        if (shifting.abort().watches()) {
            ObjectNode abort = json.putObject("abort");
            shifting.abort().offered().ifPresent(limit -> abort.put("offered", limit));
            shifting.abort().load().ifPresent(limit -> abort.put("load", limit));
            shifting.abort().errors().ifPresent(limit -> abort.put("errors", limit));
        }
        shifting.maxLag().ifPresent(most -> json.put("maxLag", Times.words(most)));
        shifting.before().ifPresent(before -> {
            ObjectNode written = json.putObject("before");
            ObjectNode urls = written.putObject("urls");
            before.urls().forEach((site, url) -> urls.put(site.value(), url));
            written.put("deadline", Times.words(before.deadline()));
        });
    }

    private static void safety(ObjectNode json, Safety safety) {
        json.put("minServing", safety.minServing())
                .put("maxRemoved", safety.maxRemoved())
                .put("maxShifts", safety.maxShifts())
                .put("shiftWindow", Times.words(safety.shiftWindow()));
        safety.approval().ifPresent(approval -> {
            ObjectNode written = json.putObject("approval");
            approval.of().forEach(written.putArray("of")::add);
            written.put("needed", approval.needed()).put("expires", Times.words(approval.expires()));
        });
    }

    private static void silence(ObjectNode json, Silence silence) {
        json.put("onSilence", Fields.written(silence.onSilence()))
                .put("after", Times.words(silence.after()))
                .put("lossConfirm", Times.words(silence.lossConfirm()));
    }
}
