package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Endpoint;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a policy's JSON. docs/policy.md explains every field. */
public final class PolicyReader {
    private static final int MOST_ENDPOINTS = 256;
    private static final int MOST_WEIGHT = 1_000_000;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\\.?");

    private PolicyReader() {}

    /** Reads a policy; the first thing wrong is an {@link InvalidIntent}. */
    public static Policy read(String service, JsonNode json, SortedSet<Site> datacenters) {
        Fields fields = Fields.of(json)
                .only(
                        "hosts",
                        "mode",
                        "choice",
                        "datacenters",
                        "check",
                        "damping",
                        "shifting",
                        "safety",
                        "silence",
                        "ttl",
                        "retiring");
        Fields ttl = fields.object("ttl").only("min", "max");
        Duration ttlMax = ttl.time("max", Duration.ofSeconds(20), DAY);
        Duration ttlMin =
                ttl.time("min", ttlMax.compareTo(Duration.ofSeconds(5)) < 0 ? ttlMax : Duration.ofSeconds(5), DAY);
        if (ttlMin.compareTo(ttlMax) > 0) {
            throw new InvalidIntent("ttl.min", "is longer than ttl.max: make it shorter");
        }
        Mode mode = fields.word("mode", Mode.class, Mode.WEIGHTED);
        SortedMap<Site, DatacenterPolicy> places = places(fields.object("datacenters"), mode, datacenters);
        return new Policy(
                name("service", service, ServiceName::of),
                hosts(fields),
                mode,
                fields.word("choice", AnswerChoice.class, AnswerChoice.RANDOM),
                places,
                check(fields.object("check")),
                damping(fields.object("damping")),
                shifting(fields.object("shifting"), ttlMax),
                safety(fields.object("safety"), places.size()),
                silence(fields.object("silence")),
                ttlMin,
                ttlMax,
                fields.flag("retiring"));
    }

    private static List<String> hosts(Fields fields) {
        List<String> hosts = fields.texts("hosts");
        if (hosts.isEmpty()) {
            throw new InvalidIntent("hosts", "is empty: name what clients resolve, such as \"shop\"");
        }
        for (String host : hosts) {
            if (!HOST.matcher(host).matches() || host.length() > 253) {
                throw new InvalidIntent("hosts", "'" + host + "' is no host name in lower case");
            }
        }
        return hosts;
    }

    private static SortedMap<Site, DatacenterPolicy> places(Fields fields, Mode mode, SortedSet<Site> datacenters) {
        SortedMap<Site, DatacenterPolicy> places = new TreeMap<>();
        fields.objects().forEach((name, place) -> {
            Site site = name(place.at(""), name, Site::of);
            if (!datacenters.contains(site)) {
                throw new InvalidIntent(
                        "datacenters." + name, "is no datacenter of the topology, which has " + datacenters);
            }
            places.put(site, place(place, mode));
        });
        if (places.isEmpty()) {
            throw new InvalidIntent("datacenters", "is empty: name at least one datacenter of " + datacenters);
        }
        if (mode == Mode.WEIGHTED && places.values().stream().allMatch(place -> place.weight() == 0)) {
            throw new InvalidIntent("datacenters", "have weight 0 everywhere: give one a weight above 0");
        }
        return places;
    }

    private static DatacenterPolicy place(Fields fields, Mode mode) {
        fields.only("weight", "priority", "endpoints", "published");
        SortedMap<EndpointName, Endpoint> endpoints = new TreeMap<>();
        List<PublishedAddress> published = new ArrayList<>();
        fields.object("endpoints").objects().forEach((text, each) -> {
            each.only("address", "port", "published", "publishedPort");
            EndpointName name = name(each.at(""), text, EndpointName::of);
            Endpoint endpoint = new Endpoint(name, each.address("address"), each.integer("port", 1, 65_535));
            endpoints.put(name, endpoint);
            if (!fields.has("published")) {
                published.add(new PublishedAddress(
                        each.has("published") ? each.address("published") : endpoint.address(),
                        each.integer("publishedPort", 1, 65_535, endpoint.port()),
                        Optional.of(name)));
            }
        });
        fields.object("published").objects().forEach((text, each) -> {
            each.only("address", "port");
            published.add(
                    new PublishedAddress(each.address("address"), each.integer("port", 1, 65_535), Optional.empty()));
        });
        if (endpoints.isEmpty() || endpoints.size() > MOST_ENDPOINTS) {
            throw new InvalidIntent(
                    fields.at("endpoints"), "has " + endpoints.size() + " entries: use 1 to " + MOST_ENDPOINTS);
        }
        return new DatacenterPolicy(
                fields.integer("weight", 0, MOST_WEIGHT, 100),
                mode == Mode.PRIORITY ? fields.integer("priority", 1, 1000) : fields.integer("priority", 1, 1000, 1),
                endpoints,
                published);
    }

    private static Check check(Fields fields) {
        fields.only("protocol", "format", "path", "port", "host", "status", "body", "identity", "interval", "timeout");
        CheckProtocol protocol = fields.word("protocol", CheckProtocol.class, CheckProtocol.HTTP);
        boolean http = protocol == CheckProtocol.HTTP || protocol == CheckProtocol.HTTPS;
        String path = http
                ? fields.optional("path").orElse("/health")
                : fields.optional("path").orElse("");
        if (http && !path.startsWith("/")) {
            throw new InvalidIntent("check.path", "'" + path + "' must begin with /");
        }
        Fields status = fields.object("status").only("min", "max");
        int statusMin = status.integer("min", 100, 599, 200);
        int statusMax = status.integer("max", 100, 599, 299);
        if (statusMin > statusMax) {
            throw new InvalidIntent("check.status.min", statusMin + " is above check.status.max " + statusMax);
        }
        BodyFormat format = fields.word("format", BodyFormat.class, BodyFormat.AUTO);
        Optional<String> body = fields.optional("body").map(PolicyReader::pattern);
        if (format == BodyFormat.TEXT_MATCH && body.isEmpty()) {
            throw new InvalidIntent("check.body", "is missing: format text-match needs the expression to look for");
        }
        return new Check(
                protocol,
                format,
                path,
                fields.has("port") ? Optional.of(fields.integer("port", 1, 65_535)) : Optional.empty(),
                fields.optional("host"),
                statusMin,
                statusMax,
                body,
                fields.has("identity") ? Optional.of(identity(fields.object("identity"))) : Optional.empty(),
                atLeast(
                        fields,
                        "interval",
                        Duration.ofMillis(50),
                        fields.time("interval", Duration.ofSeconds(1), HOUR)),
                atLeast(fields, "timeout", Duration.ofMillis(20), fields.time("timeout", Duration.ofSeconds(1), HOUR)));
    }

    private static Duration atLeast(Fields fields, String name, Duration least, Duration value) {
        if (value.compareTo(least) < 0) {
            throw new InvalidIntent(fields.at(name), value.toMillis() + "ms is below " + least.toMillis() + "ms");
        }
        return value;
    }

    private static String pattern(String text) {
        try {
            Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException e) {
            throw new InvalidIntent("check.body", "'" + text + "' is no regular expression: " + e.getDescription());
        }
    }

    private static Check.Identity identity(Fields fields) {
        fields.only("header", "field", "expected");
        if (fields.has("header") == fields.has("field")) {
            throw new InvalidIntent("check.identity", "needs either header or field");
        }
        boolean header = fields.has("header");
        return new Check.Identity(
                header ? Check.Identity.Where.HEADER : Check.Identity.Where.JSON_FIELD,
                fields.text(header ? "header" : "field"),
                fields.text("expected"));
    }

    private static Damping damping(Fields fields) {
        fields.only("fall", "rise", "forgiving", "confirmInterval", "flap");
        Damping base = Damping.defaults();
        Fields flap = fields.object("flap").only("falls", "window", "penalty", "maximum");
        return new Damping(
                fields.integer("fall", 1, 100, base.fall()),
                fields.integer("rise", 1, 100, base.rise()),
                fields.integer("forgiving", 1, 1000, base.forgiving()),
                atLeast(
                        fields,
                        "confirmInterval",
                        Duration.ofMillis(20),
                        fields.time("confirmInterval", base.confirmInterval(), HOUR)),
                flap.integer("falls", 2, 1000, base.flapFalls()),
                flap.time("window", base.flapWindow(), DAY),
                flap.time("penalty", base.flapPenalty(), HOUR),
                flap.time("maximum", base.flapPenaltyMax(), DAY));
    }

    private static Shifting shifting(Fields fields, Duration ttlMax) {
        fields.only("holdDown", "steps", "soak", "failback");
        Shifting base = Shifting.defaults();
        List<Integer> steps = fields.integers("steps", base.steps());
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) < 1 || steps.get(i) > 100 || i > 0 && steps.get(i) <= steps.get(i - 1)) {
                throw new InvalidIntent("shifting.steps", steps + " must rise, each from 1 to 100 percent");
            }
        }
        if (steps.isEmpty() || steps.getLast() != 100) {
            throw new InvalidIntent("shifting.steps", steps + " must end with 100");
        }
        Duration twoTtls = ttlMax.multipliedBy(2);
        Duration soak = fields.time("soak", twoTtls, DAY);
        if (soak.compareTo(twoTtls) < 0) {
            throw new InvalidIntent(
                    "shifting.soak",
                    soak.toSeconds() + "s is shorter than two times ttl.max: a step would be left before it is seen");
        }
        return new Shifting(
                fields.time("holdDown", base.holdDown(), DAY),
                steps,
                soak,
                fields.word("failback", Failback.class, base.failback()));
    }

    private static Safety safety(Fields fields, int datacenters) {
        fields.only("minServing", "maxRemoved", "maxShifts", "shiftWindow");
        Safety base = Safety.defaults();
        int minServing = fields.integer("minServing", 1, 100, base.minServing());
        if (minServing > datacenters) {
            throw new InvalidIntent(
                    "safety.minServing",
                    minServing + " is more than the " + datacenters + " datacenters of the policy");
        }
        return new Safety(
                minServing,
                fields.share("maxRemoved", base.maxRemoved()),
                fields.integer("maxShifts", 1, 10_000, base.maxShifts()),
                fields.time("shiftWindow", base.shiftWindow(), DAY));
    }

    private static Silence silence(Fields fields) {
        fields.only("onSilence", "after", "lossConfirm");
        Silence base = Silence.defaults();
        return new Silence(
                fields.word("onSilence", Silence.OnSilence.class, base.onSilence()),
                fields.time("after", base.after(), DAY),
                fields.time("lossConfirm", base.lossConfirm(), HOUR));
    }

    private static <T> T name(String field, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidIntent(
                    field.endsWith(".") ? field.substring(0, field.length() - 1) : field,
                    String.valueOf(e.getMessage()));
        }
    }
}
