package io.counterweight.health.probe;

import io.counterweight.engine.intent.Check;
import io.counterweight.health.format.Reading;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * What a server's certificate says of its health. A wrong name fails. Dates are only mentioned: judging them takes a wall clock, and
 * no clock, however wrong, drains anything.
 */
final class Certificates {

    private static final Duration WARN_BEFORE = Duration.ofDays(14);
    private static final int DNS_NAME = 2;

    private Certificates() {}

    /** The reading, unless the certificate forbids it. */
    static Reading judge(SSLSession session, Check check, Reading reading) {
        try {
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate leaf) {
                    return judge(leaf, check, reading);
                }
            }
            return new Reading.Failing("the server showed no certificate");
        } catch (SSLPeerUnverifiedException e) {
            return new Reading.Failing("the server showed no certificate");
        }
    }

    private static Reading judge(X509Certificate leaf, Check check, Reading reading) {
        if (check.hostHeader().isPresent() && !names(leaf, check.hostHeader().get())) {
            return new Reading.Failing(
                    "its certificate does not name " + check.hostHeader().get());
        }
        return reading instanceof Reading.Serving serving
                ? dates(leaf, Instant.now())
                        .<Reading>map(words -> new Reading.Serving(serving.capacity(), serving.reason() + "; " + words))
                        .orElse(serving)
                : reading;
    }

    /** What a person should know of its dates, by this clock. */
    private static Optional<String> dates(X509Certificate leaf, Instant now) {
        Instant begins = leaf.getNotBefore().toInstant();
        Instant ends = leaf.getNotAfter().toInstant();
        if (now.isAfter(ends)) {
            return Optional.of("by this controller's clock its certificate expired on " + ends);
        }
        if (now.isBefore(begins)) {
            return Optional.of("by this controller's clock its certificate is valid only from " + begins);
        }
        return now.plus(WARN_BEFORE).isAfter(ends)
                ? Optional.of("its certificate expires on " + ends)
                : Optional.empty();
    }

    private static boolean names(X509Certificate leaf, String host) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .filter(name -> name.getFirst() instanceof Integer type && type == DNS_NAME)
                            .anyMatch(name -> matches(String.valueOf(name.get(1)), host));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** RFC 6125: a wildcard stands for the whole leftmost label alone. */
    private static boolean matches(String pattern, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        String given = pattern.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return given.equals(wanted)
                || given.startsWith("*.") && dot > 0 && wanted.substring(dot).equals(given.substring(1));
    }
}
