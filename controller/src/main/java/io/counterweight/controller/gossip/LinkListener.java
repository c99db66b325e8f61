package io.counterweight.controller.gossip;

import io.counterweight.controller.config.ControllerConfig.Gossip;
import io.counterweight.controller.log.Seldom;
import io.counterweight.engine.name.Site;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only port open to other datacenters: mutual TLS, piped to the Hazelcast member inside. */
final class LinkListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkListener.class);
    private static final long OPEN_SECONDS = 60;

    private final Gossip config;
    private final Collection<Site> welcome;
    private final NetServer server;
    private final NetClient inside;
    private final Seldom refusals = new Seldom(System::nanoTime);
    private String mark;

    LinkListener(Vertx vertx, Gossip config) {
        this.config = config;
        this.welcome = config.peers().keySet();
        this.mark = Tls.mark(config);
        this.inside = vertx.createNetClient(new NetClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(2_000)
                .setLocalAddress(config.listen().host()));
        this.server = vertx.createNetServer(new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(Tls.identity(config))
                .setTrustOptions(Tls.trust(config))
                .setClientAuth(ClientAuth.REQUIRED)
                .setTcpNoDelay(true)
                .setReuseAddress(true));
    }

    /** Opens the port; a busy one is an {@link IllegalStateException} that names it. */
    void open() {
        server.connectHandler(this::connected).exceptionHandler(error -> LOG.debug("link: {}", error.toString()));
        try {
            server.listen(config.link().port(), config.link().host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            String why = e.getCause() instanceof TimeoutException ? "no answer" : String.valueOf(e.getCause());
            throw new IllegalStateException(
                    "gossip.link " + config.link() + " cannot be opened: " + why
                            + "; free the address or choose another",
                    e);
        }
    }

    private void connected(NetSocket outside) {
        Optional<Site> site = Tls.siteOf(outside.sslSession(), welcome);
        if (site.isEmpty()) {
            String from = outside.remoteAddress().hostAddress();
            if (refusals.worthSaying(from)) {
                LOG.warn(
                        "refused a link from {}: its certificate names none of the peers {};"
                                + " give that controller the certificate of its own site, or add its site to gossip.peers",
                        from,
                        welcome);
            }
            outside.close();
            return;
        }
        outside.pause();
        inside.connect(config.listen().port(), config.listen().host()).onComplete(member -> {
            if (member.succeeded()) {
                Pipe.join(outside, member.result());
            } else {
                outside.close();
            }
        });
    }

    /** Takes up renewed certificates; connections that stand are kept. */
    void renew() {
        String now = Tls.mark(config);
        if (!now.equals(mark) && Tls.usable(config)) {
            mark = now;
            SSLOptions options = new NetServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(Tls.identity(config))
                    .setTrustOptions(Tls.trust(config))
                    .setClientAuth(ClientAuth.REQUIRED)
                    .getSslOptions();
            // Without force, options of the same file names count as the same, whatever the files hold by now.
            server.updateSSLOptions(options, true)
                    .onFailure(error -> LOG.warn(
                            "the renewed certificate cannot be used, the old one stays: {}; correct the files",
                            error.getMessage()));
        }
    }

    @Override
    public void close() {
        server.close();
        inside.close();
    }
}
