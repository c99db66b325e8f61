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
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a server's certificate says of its health: expired or not yet valid fails; about to expire is a warning. */
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
        // The wall clock is the only judge of a certificate's dates; a wrong one can at most repeat what clients see.
        Instant now = Instant.now();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            return new Reading.Failing(
                    "its certificate expired on " + leaf.getNotAfter().toInstant());
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            return new Reading.Failing(
                    "its certificate is valid only from " + leaf.getNotBefore().toInstant());
        }
        if (check.hostHeader().isPresent() && !names(leaf, check.hostHeader().get())) {
            return new Reading.Failing(
                    "its certificate does not name " + check.hostHeader().get());
        }
        if (now.plus(WARN_BEFORE).isAfter(leaf.getNotAfter().toInstant())
                && reading instanceof Reading.Serving serving) {
            return new Reading.Serving(
                    serving.capacity(),
                    serving.reason() + "; its certificate expires on "
                            + leaf.getNotAfter().toInstant());
        }
        return reading;
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
