package io.counterweight.controller.intent;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.controller.config.Times;
import io.counterweight.engine.intent.Approval;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Damping;
import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Failback;
import io.counterweight.engine.intent.Mode;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.Safety;
import io.counterweight.engine.intent.Shifting;
import io.counterweight.engine.intent.Silence;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a policy's JSON. docs/policy.md explains every field. */
public final class PolicyReader {
    private static final int LONGEST_HOST = 253;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TTL_MIN = Duration.ofSeconds(5);
    private static final Duration TTL_MAX = Duration.ofSeconds(20);
    private static final Duration SHORTEST_CONFIRM = Duration.ofMillis(20);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST_CONSENT = Duration.ofDays(3);
    /** A name as a line of the file of tokens can hold it. */
    private static final Pattern PERSON = Pattern.compile("[^\\s#]\\S*");

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
                        "regions",
                        "check",
                        "damping",
                        "shifting",
                        "safety",
                        "silence",
                        "ttl",
                        "needs",
                        "sheddable",
                        "retiring");
        Fields ttl = fields.object("ttl").only("min", "max");
        Duration ttlMax = ttl.time("max", TTL_MAX, SECOND, DAY);
        Duration ttlMin = ttl.time("min", shorter(TTL_MIN, ttlMax), SECOND, DAY);
        refuseLonger("ttl.min", ttlMin, "ttl.max", ttlMax);
        Mode mode = fields.word("mode", Mode.class, Mode.WEIGHTED);
        SortedMap<Site, DatacenterPolicy> places = PlacesReader.read(fields.object("datacenters"), mode, datacenters);
        Check check = CheckReader.read(fields.object("check"));
        return new Policy(
                Fields.name("service", service, ServiceName::of),
                hosts(fields),
                mode,
                fields.word("choice", AnswerChoice.class, AnswerChoice.RANDOM),
                places,
                NearestReader.read(fields, mode, new TreeSet<>(places.keySet())),
                check,
                damping(fields.object("damping"), check.interval()),
                shifting(fields.object("shifting"), ttlMax, places),
                safety(fields.object("safety"), serving(mode, places)),
                silence(fields.object("silence"), mode),
                ttlMin,
                ttlMax,
                Needs.read(service, fields),
                fields.flag("retiring"),
                ShedReader.read(fields, mode, places));
    }

    private static List<String> hosts(Fields fields) {
        List<String> hosts = fields.texts("hosts");
        if (hosts.isEmpty()) {
            throw new InvalidIntent("hosts", "is empty: name what clients resolve, such as \"shop\"");
        }
        for (String host : hosts) {
            if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches()) {
                throw new InvalidIntent("hosts", "'" + Fields.shortened(host) + "' is no host name in lower case");
            }
        }
        return hosts;
    }

    private static Damping damping(Fields fields, Duration interval) {
        fields.only("fall", "rise", "forgiving", "confirmInterval", "flap");
        Damping base = Damping.defaults();
        Duration confirm =
                fields.time("confirmInterval", shorter(base.confirmInterval(), interval), SHORTEST_CONFIRM, HOUR);
        refuseLonger(fields.at("confirmInterval"), confirm, "check.interval", interval);
        Fields flap = fields.object("flap").only("falls", "window", "penalty", "maximum");
        Duration maximum = flap.time("maximum", base.flapPenaltyMax(), DAY);
        Duration penalty = flap.time("penalty", shorter(base.flapPenalty(), maximum), HOUR);
        refuseLonger(flap.at("penalty"), penalty, flap.at("maximum"), maximum);
        return new Damping(
                fields.integer("fall", 1, 100, base.fall()),
                fields.integer("rise", 1, 100, base.rise()),
                fields.integer("forgiving", 1, 1000, base.forgiving()),
                confirm,
                flap.integer("falls", 2, 1000, base.flapFalls()),
                flap.time("window", base.flapWindow(), DAY),
                penalty,
                maximum);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void refuseLonger(String field, Duration length, String bound, Duration longest) {
        if (length.compareTo(longest) > 0) {
            throw new InvalidIntent(
                    field,
                    Times.words(length) + " is longer than " + bound + " " + Times.words(longest)
                            + ": make it shorter");
        }
    }

    private static Shifting shifting(Fields fields, Duration ttlMax, SortedMap<Site, DatacenterPolicy> places) {
        fields.only("holdDown", "steps", "soak", "failback", "abort", "maxLag", "before");
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
                    Times.words(soak) + " is shorter than two times ttl.max: a step would be left before it is seen");
        }
        return new Shifting(
                fields.time("holdDown", base.holdDown(), DAY),
                steps,
                soak,
                fields.word("failback", Failback.class, base.failback()),
                AbortReader.read(
                        fields.object("abort"), places.values().stream().anyMatch(place -> place.capacity()
                                .isPresent())),
                fields.has("maxLag") ? Optional.of(fields.time("maxLag", HOUR, DAY)) : Optional.empty(),
                BeforeReader.read(fields, places.keySet()));
    }

    /** How many may have a weight at the same time. */
    private static int serving(Mode mode, SortedMap<Site, DatacenterPolicy> places) {
        return switch (mode) {
            case EXCLUSIVE -> 1;
            case WEIGHTED ->
                (int) places.values().stream()
                        .filter(place -> place.weight() > 0)
                        .count();
            case PRIORITY, NEAREST -> places.size();
        };
    }

    private static Safety safety(Fields fields, int datacenters) {
        fields.only("minServing", "maxRemoved", "maxShifts", "shiftWindow", "approval");
        Safety base = Safety.defaults();
        int minServing = fields.integer("minServing", 1, 100, base.minServing());
        if (minServing > datacenters) {
            throw new InvalidIntent(
                    "safety.minServing",
                    minServing + " is more than the " + datacenters
                            + " datacenters of the policy that may serve at once: lower it, or give more of them a weight above 0");
        }
        return new Safety(
                minServing,
                fields.share("maxRemoved", base.maxRemoved()),
                fields.integer("maxShifts", 1, 10_000, base.maxShifts()),
                fields.time("shiftWindow", base.shiftWindow(), DAY),
                fields.has("approval") ? Optional.of(approval(fields.object("approval"))) : Optional.empty());
    }

    private static Approval approval(Fields fields) {
        fields.only("of", "needed", "expires");
        List<String> of = fields.texts("of");
        of.stream().filter(name -> !PERSON.matcher(name).matches()).findFirst().ifPresent(name -> {
            throw new InvalidIntent(
                    fields.at("of"),
                    "'" + Fields.shortened(name)
                            + "' is no name of a token, which holds no blanks and does not begin with #: write it as in api.tokens");
        });
        if (of.size() < 2) {
            throw new InvalidIntent(
                    fields.at("of"), of + " are too few: nobody consents to his own order, name two or more");
        }
        int needed = fields.integer("needed", 1, 100, 1);
        if (needed >= of.size()) {
            throw new InvalidIntent(
                    fields.at("needed"),
                    needed + " is too many of " + of.size()
                            + ": nobody consents to his own order, so it must be below the number of people");
        }
        return new Approval(new TreeSet<>(of), needed, fields.time("expires", HOUR, SECOND, LONGEST_CONSENT));
    }

    /** Silence alone moves no exclusive service unless its policy says so (rule E6). */
    private static Silence silence(Fields fields, Mode mode) {
        fields.only("onSilence", "after", "lossConfirm");
        Silence base = Silence.defaults();
        return new Silence(
                fields.word(
                        "onSilence",
                        Silence.OnSilence.class,
                        mode == Mode.EXCLUSIVE ? Silence.OnSilence.HOLD : base.onSilence()),
                fields.time("after", base.after(), DAY),
                fields.time("lossConfirm", base.lossConfirm(), HOUR));
    }
}
