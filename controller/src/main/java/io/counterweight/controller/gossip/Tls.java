package io.counterweight.controller.gossip;

import io.counterweight.controller.config.ControllerConfig.Gossip;
import io.counterweight.controller.config.KeyFiles;
import io.counterweight.engine.name.Site;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Certificates name sites, not addresses: the name {@code east.counterweight.internal} is what is checked, on both ends. */
final class Tls {
    private static final String SUFFIX = ".counterweight.internal";
    private static final Integer DNS_NAME = 2;

    private Tls() {}

    static String nameOf(Site site) {
        return site + SUFFIX;
    }

    static PfxOptions identity(Gossip config) {
        try {
            return new PfxOptions()
                    .setPath(config.identity().toString())
                    .setPassword(Files.readString(config.passwordFile()).trim());
        } catch (IOException e) {
            throw new UncheckedIOException("gossip.passwordFile cannot be read", e);
        }
    }

    static PemTrustOptions trust(Gossip config) {
        return new PemTrustOptions().addCertPath(config.authority().toString());
    }

    /** The names in this controller's own certificate. */
    static SortedSet<String> ownNames(Gossip config) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(config.passwordFile()).trim().toCharArray();
        KeyStore store = KeyStore.getInstance(config.identity().toFile(), password);
        SortedSet<String> names = new TreeSet<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                names(certificate).forEach(names::add);
            }
        }
        return names;
    }

    /** Whether the files hold what they must; half of a file must not take the place of what is in use. */
    static boolean usable(Gossip config) {
        try {
            KeyFiles.check(config.identity(), config.passwordFile(), config.authority());
            return !ownNames(config).isEmpty();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Why a certificate was refused; empty where a connection failed for another reason. */
    static Optional<String> refusal(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CertificateException || at instanceof CertPathValidatorException) {
                return Optional.of(String.valueOf(at.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** A mark that differs once any of the files was replaced. */
    static String mark(Gossip config) {
        StringBuilder mark = new StringBuilder();
        for (Path path : List.of(config.identity(), config.passwordFile(), config.authority())) {
            try {
                mark.append(Files.getLastModifiedTime(path).toMillis())
                        .append(':')
                        .append(Files.size(path))
                        .append(' ');
            } catch (IOException e) {
                mark.append("missing ");
            }
        }
        return mark.toString();
    }

    /** The one of these sites that the peer's certificate names. */
    static Optional<Site> siteOf(SSLSession session, Collection<Site> sites) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
                List<String> names = names(certificate).toList();
                return sites.stream()
                        .filter(site -> names.contains(nameOf(site)))
                        .findFirst();
            }
            return Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Stream<String> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? Stream.empty()
                : names.stream()
                        .filter(name -> DNS_NAME.equals(name.getFirst()))
                        .map(name -> String.valueOf(name.get(1)));
    }
}
