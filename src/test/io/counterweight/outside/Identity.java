package io.counterweight.outside;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** One site's certificate, key and authority, as they lie in its folder at the moment; with it a test stands at an end of a link. */
final class Identity {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String ALIAS = "identity";

    private final KeyStore store;
    private final SSLContext context;

    private Identity(KeyStore store, SSLContext context) {
        this.store = store;
        this.context = context;
    }

    static Identity of(Path folder) throws IOException, GeneralSecurityException {
        char[] password = Files.readString(folder.resolve("password")).trim().toCharArray();
        KeyStore store = KeyStore.getInstance(folder.resolve("identity.p12").toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), new SecureRandom());
        return new Identity(store, context);
    }

    BigInteger serial() throws GeneralSecurityException {
        return serial(store.getCertificate(ALIAS));
    }

    /** The serial number of the certificate that is shown to whoever connects there. */
    BigInteger shownAt(String address, int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.ofLiteral(address), port)) {
            return peer(socket);
        }
    }

    /** Stands there in the place of the site, and tells the serial number of the certificate of whoever connects first. */
    BigInteger shownBy(String address, int port) throws IOException {
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket()) {
            server.setReuseAddress(true);
            server.setNeedClientAuth(true);
            server.setSoTimeout(PATIENCE_MILLIS);
            server.bind(new InetSocketAddress(address, port));
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                return peer(socket);
            }
        }
    }

    private static BigInteger peer(SSLSocket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
        return serial(shown(socket));
    }

    private static Certificate shown(SSLSocket socket) throws SSLPeerUnverifiedException {
        return socket.getSession().getPeerCertificates()[0];
    }

    private static BigInteger serial(Certificate certificate) {
        return ((X509Certificate) certificate).getSerialNumber();
    }
}
