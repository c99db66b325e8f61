package io.counterweight.controller.intent;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.CheckProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads the part of a policy that says how its endpoints and published addresses are probed. */
final class CheckReader {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(20);
    private static final Pattern PATH = Pattern.compile("/[!-~]*");
    private static final Pattern GRPC_SERVICE = Pattern.compile("[!-~]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,253}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z0-9_. -]*}");
    private static final Set<String> NAMES = Set.of("{service}", "{datacenter}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private CheckReader() {}

    static Check read(Fields fields) {
        fields.only("protocol", "format", "path", "port", "host", "status", "body", "identity", "interval", "timeout");
        CheckProtocol protocol = fields.word("protocol", CheckProtocol.class, CheckProtocol.HTTP);
        fields.without(unread(protocol), "protocol " + Fields.written(protocol));
        Fields status = fields.object("status").only("min", "max");
        int statusMin = status.integer("min", 100, 599, 200);
        int statusMax = status.integer("max", 100, 599, 299);
        if (statusMin > statusMax) {
            throw new InvalidIntent(status.at("min"), statusMin + " is above check.status.max " + statusMax);
        }
        BodyFormat format = fields.word("format", BodyFormat.class, BodyFormat.AUTO);
        if (!reads(protocol, format)) {
            fields.without(List.of("format"), "protocol " + Fields.written(protocol));
        }
        Optional<String> body = fields.optional("body").map(CheckReader::pattern);
        if (format == BodyFormat.TEXT_MATCH && body.isEmpty()) {
            throw new InvalidIntent("check.body", "is missing: format text-match needs the expression to look for");
        }
        fields.without(unread(format), "format " + Fields.written(format));
        return new Check(
                protocol,
                format,
                path(fields, protocol),
                fields.has("port") ? Optional.of(fields.integer("port", 1, 65_535)) : Optional.empty(),
                fields.shaped("host", HOST, "is no host: write one like shop.example or 192.0.2.1:8080"),
                statusMin,
                statusMax,
                body,
                fields.has("identity") ? Optional.of(identity(fields.object("identity"))) : Optional.empty(),
                fields.time("interval", SECOND, SHORTEST_INTERVAL, HOUR),
                fields.time("timeout", SECOND, SHORTEST_TIMEOUT, HOUR));
    }

    /** Over TCP and TLS an agent may say a line. */
    private static boolean reads(CheckProtocol protocol, BodyFormat format) {
        return switch (protocol) {
            case HTTP, HTTPS -> true;
            case TCP, TLS -> format == BodyFormat.HAPROXY_AGENT;
            case GRPC -> false;
        };
    }

    /** Every field that is refused beside these two. */
    static List<String> unread(CheckProtocol protocol, BodyFormat format) {
        return Stream.of(
                        unread(protocol),
                        unread(format),
                        reads(protocol, format) ? List.<String>of() : List.of("format"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> unread(CheckProtocol protocol) {
        return switch (protocol) {
            case HTTP, HTTPS -> List.of();
            case GRPC -> List.of("status", "body", "identity", "host");
            case TLS -> List.of("status", "body", "identity", "path");
            case TCP -> List.of("status", "body", "identity", "path", "host");
        };
    }

    private static List<String> unread(BodyFormat format) {
        return switch (format) {
            case TEXT_MATCH -> List.of();
            case AUTO, STATUS_ONLY -> List.of("body");
            case MICROPROFILE, SPRING_BOOT, IETF_HEALTH_JSON, ASP_NET, HAPROXY_AGENT -> List.of("body", "status");
        };
    }

    private static String path(Fields fields, CheckProtocol protocol) {
        boolean http = protocol == CheckProtocol.HTTP || protocol == CheckProtocol.HTTPS;
        return http
                ? fields.shaped("path", PATH, "must begin with / and hold no blank")
                        .orElse("/health")
                : fields.shaped("path", GRPC_SERVICE, "must hold no blank").orElse("");
    }

    private static String pattern(String text) {
        try {
            Pattern.compile(text);
            return text;
        } catch (PatternSyntaxException e) {
            throw new InvalidIntent(
                    "check.body", "'" + Fields.shortened(text) + "' is no regular expression: " + e.getDescription());
        }
    }

    private static Check.Identity identity(Fields fields) {
        fields.only("header", "field", "expected");
        if (fields.has("header") == fields.has("field")) {
            throw new InvalidIntent(fields.path(), "needs either header or field");
        }
        String expected = expected(fields);
        return fields.shaped("header", HEADER, "is no name of a header")
                .map(header -> new Check.Identity(Check.Identity.Where.HEADER, header, expected))
                .orElseGet(() -> new Check.Identity(Check.Identity.Where.JSON_FIELD, fields.text("field"), expected));
    }

    /** A placeholder that nothing is put into would make every answer the wrong one. */
    private static String expected(Fields fields) {
        String expected = fields.text("expected");
        Matcher placeholder = PLACEHOLDER.matcher(expected);
        while (placeholder.find()) {
            if (!NAMES.contains(placeholder.group())) {
                throw new InvalidIntent(
                        fields.at("expected"),
                        "'" + Fields.shortened(expected) + "' holds " + Fields.shortened(placeholder.group())
                                + ", for which no name stands: write {service} or {datacenter}");
            }
        }
        return expected;
    }
}
