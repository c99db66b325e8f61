package io.counterweight.controller.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;

/** The files that links are secured with; one that cannot be used is an {@link IllegalArgumentException} with field, value, next step. */
public final class KeyFiles {
    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    private KeyFiles() {}

    /** Opens the key store with its password, takes a key out of it, and reads the authority. */
    public static void check(Path identity, Path passwordFile, Path authority) {
        try {
            if (!holdsKey(identity, password(passwordFile))) {
                throw new IllegalArgumentException("gossip.identity " + identity
                        + " holds no private key with a certificate: give it the identity.p12 of this site");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw refusal(identity, passwordFile, e);
        }
        authority(authority);
    }

    private static char[] password(Path file) {
        try {
            return Files.readString(file).trim().toCharArray();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "gossip.passwordFile " + file + " cannot be read: " + e + "; it must hold one line of text", e);
        }
    }

    private static boolean holdsKey(Path identity, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(identity.toFile(), password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) != null && store.getCertificate(alias) != null) {
                return true;
            }
        }
        return false;
    }

    private static IllegalArgumentException refusal(Path identity, Path passwordFile, Exception e) {
        boolean wrongPassword =
                e instanceof UnrecoverableKeyException || e.getCause() instanceof UnrecoverableKeyException;
        String words = wrongPassword
                ? "gossip.passwordFile " + passwordFile + " does not open gossip.identity " + identity
                        + ": put the password there that this key store was made with"
                : "gossip.identity " + identity + " is no key store that can be read: " + e.getMessage()
                        + "; give it the identity.p12 of this site";
        return new IllegalArgumentException(words, e);
    }

    private static void authority(Path file) {
        try {
            byte[] text = Files.readAllBytes(file);
            if (!new String(text, StandardCharsets.ISO_8859_1).contains(PEM)) {
                throw new CertificateException("it has no line " + PEM);
            }
            CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text));
        } catch (IOException | CertificateException e) {
            throw new IllegalArgumentException(
                    "gossip.authority " + file + " is no certificate in PEM: " + e.getMessage()
                            + "; give it the ca.pem of the deployment",
                    e);
        }
    }
}
