package io.counterweight.health;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.CheckProtocol;
import java.time.Duration;
import java.util.Optional;

/** Checks with the product's defaults, and one thing changed. */
public final class Checks {

    private Checks() {}

    public static Check of(CheckProtocol protocol, BodyFormat format) {
        return with(protocol, format, Optional.empty(), Optional.empty());
    }

    public static Check format(BodyFormat format) {
        return of(CheckProtocol.HTTP, format);
    }

    public static Check matching(String pattern) {
        Check base = format(BodyFormat.TEXT_MATCH);
        return new Check(
                base.protocol(),
                base.format(),
                base.path(),
                base.port(),
                base.hostHeader(),
                base.statusMin(),
                base.statusMax(),
                Optional.of(pattern),
                base.identity(),
                base.interval(),
                base.timeout());
    }

    public static Check proven(Check.Identity.Where where, String name, String expected) {
        return with(
                CheckProtocol.HTTP,
                BodyFormat.AUTO,
                Optional.empty(),
                Optional.of(new Check.Identity(where, name, expected)));
    }

    public static Check named(CheckProtocol protocol, BodyFormat format, String host) {
        return with(protocol, format, Optional.of(host), Optional.empty());
    }

    public static Check path(CheckProtocol protocol, String path) {
        Check base = of(protocol, BodyFormat.AUTO);
        return timed(base, path, base.interval(), base.timeout());
    }

    public static Check timed(Check base, String path, Duration interval, Duration timeout) {
        return new Check(
                base.protocol(),
                base.format(),
                path,
                base.port(),
                base.hostHeader(),
                base.statusMin(),
                base.statusMax(),
                base.bodyMatch(),
                base.identity(),
                interval,
                timeout);
    }

    private static Check with(
            CheckProtocol protocol, BodyFormat format, Optional<String> host, Optional<Check.Identity> identity) {
        Check base = Check.http("/health");
        return new Check(
                protocol,
                format,
                base.path(),
                base.port(),
                host,
                base.statusMin(),
                base.statusMax(),
                base.bodyMatch(),
                identity,
                base.interval(),
                base.timeout());
    }
}
