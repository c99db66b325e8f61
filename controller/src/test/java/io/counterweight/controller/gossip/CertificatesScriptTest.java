package io.counterweight.controller.gossip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.kit.Certificates;
import io.counterweight.engine.name.Site;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes certificates: what it makes, keeps, renews and refuses. */
class CertificatesScriptTest {
    @TempDir
    Path directory;

    private X509Certificate certificate(Certificates made) throws Exception {
        char[] password = made.passwordText("east").toCharArray();
        return (X509Certificate)
                KeyStore.getInstance(made.identity("east").toFile(), password).getCertificate("identity");
    }

    @Test
    void makesWhatIsMissingKeepsTheRestAndRenewsWhenAsked() throws Exception {
        Certificates made = Certificates.in(directory, List.of(), "east");
        X509Certificate first = certificate(made);
        BigInteger serial = first.getSerialNumber();
        byte[] authority = Files.readAllBytes(made.authority());
        String password = made.passwordText("east");

        assertEquals(List.of(List.of(2, Tls.nameOf(Site.of("east")))), List.copyOf(first.getSubjectAlternativeNames()));
        assertEquals("rw-------", mode(made.password("east")));
        assertEquals("rw-------", mode(made.identity("east")));
        assertEquals("rwx------", mode(directory.resolve("ca")));

        Certificates.in(directory, List.of(), "east");
        assertEquals(serial, certificate(made).getSerialNumber(), "kept");

        Certificates.in(directory, List.of("--renew"), "east");
        assertNotEquals(serial, certificate(made).getSerialNumber(), "renewed");
        assertEquals(password, made.passwordText("east"), "the password is kept, so that controllers need no restart");
        assertArrayEquals(authority, Files.readAllBytes(made.authority()), "of the same authority");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void refusesNamesThatAreNoSites() {
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> Certificates.in(directory, List.of(), "East/../x"));

        assertTrue(String.valueOf(refusal.getMessage()).contains("must be a DNS label"), refusal.getMessage());
    }

    @Test
    void refusesHalfAnAuthority() throws Exception {
        Files.writeString(directory.resolve("ca.pem"), "");

        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> Certificates.in(directory, List.of(), "east"));

        assertTrue(String.valueOf(refusal.getMessage()).contains("to begin anew"), refusal.getMessage());
    }
}
