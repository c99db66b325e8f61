package io.counterweight.controller.gossip;

import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.controller.config.ControllerConfig.Gossip;
import io.counterweight.controller.log.Seldom;
import io.counterweight.engine.name.Site;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This end of a link: a loopback port for the Hazelcast client, piped over mutual TLS to a controller of another site. */
final class LinkPipe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LinkPipe.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern ADDRESS = Pattern.compile(": \\S*/\\S+:\\d+$");
    private static final int CONNECT_MILLIS = 1_000;
    private static final long OPEN_SECONDS = 60;
    /** A link counts as made once it has stood so long: a peer that refuses it closes it at once. */
    private static final long STANDS_MILLIS = 1_000;

    private final Vertx vertx;
    private final Gossip config;
    private final Site peer;
    private final List<Address> links;
    private final NetClient outside;
    private final NetServer inside;
    private final Seldom complaints = new Seldom(System::nanoTime);
    private final AtomicBoolean missed = new AtomicBoolean();
    private String mark;
    private int next;

    LinkPipe(Vertx vertx, Gossip config, Site peer, List<Address> links) {
        this.vertx = vertx;
        this.config = config;
        this.peer = peer;
        this.links = links;
        this.mark = Tls.mark(config);
        this.outside = vertx.createNetClient(options(config));
        this.inside = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
    }

    private static NetClientOptions options(Gossip config) {
        NetClientOptions options = new NetClientOptions()
                .setSsl(true)
                .setHostnameVerificationAlgorithm("HTTPS")
                .setKeyCertOptions(Tls.identity(config))
                .setTrustOptions(Tls.trust(config))
                .setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        config.source().ifPresent(options::setLocalAddress);
        return options;
    }

    /** Opens the loopback port, and returns it. */
    int open() {
        return inside.connectHandler(this::connected)
                .listen(0, LOOPBACK)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(OPEN_SECONDS, TimeUnit.SECONDS)
                .join()
                .actualPort();
    }

    private synchronized Address choose() {
        return links.get(Math.floorMod(next, links.size()));
    }

    private synchronized void tryAnother() {
        next++;
    }

    private void connected(NetSocket client) {
        client.pause();
        Address link = choose();
        outside.connect(link.port(), link.host(), Tls.nameOf(peer)).onComplete(connected -> {
            if (connected.succeeded()) {
                long stands = vertx.setTimer(STANDS_MILLIS, due -> made(link));
                connected.result().closeHandler(gone -> {
                    if (vertx.cancelTimer(stands)) {
                        missing(link, "closed by the other side at once");
                    }
                    tryAnother();
                });
                Pipe.join(client, connected.result());
            } else {
                failed(link, connected.cause());
                tryAnother();
                client.close();
            }
        });
    }

    private void made(Address link) {
        complaints.forget();
        if (missed.getAndSet(false)) {
            LOG.info("the link to {} at {} is made", peer, link);
        }
    }

    private void failed(Address link, Throwable cause) {
        Optional<String> refused = Tls.refusal(cause);
        if (refused.isEmpty()) {
            missing(link, reason(cause));
        } else if (complaints.worthSaying("refused " + link)) {
            missed.set(true);
            LOG.warn(
                    "refused the certificate of {} at {}: {}; it must name {} and be of the authority in"
                            + " gossip.authority: give that controller its own site's certificate",
                    peer,
                    link,
                    refused.get(),
                    Tls.nameOf(peer));
        }
    }

    private void missing(Address link, String why) {
        if (complaints.worthSaying("missing " + link)) {
            missed.set(true);
            LOG.warn(
                    "no link to {} at {}: {}; look at gossip.peers, at the firewall, and whether its controller runs",
                    peer,
                    link,
                    why);
        }
    }

    /** The innermost words there are, without the address, which stands beside them. */
    private static String reason(Throwable failure) {
        String words = failure.toString();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            words = at.getMessage() == null ? words : at.getMessage();
        }
        return ADDRESS.matcher(words).replaceFirst("");
    }

    /** Takes up renewed certificates for the next connection. */
    void renew() {
        String now = Tls.mark(config);
        if (!now.equals(mark) && Tls.usable(config)) {
            mark = now;
            // Without force, options of the same file names count as the same, whatever the files hold by now.
            outside.updateSSLOptions(options(config).getSslOptions(), true)
                    .onFailure(error -> LOG.warn(
                            "the renewed certificate cannot be used, the old one stays: {}; correct the files",
                            error.getMessage()));
        }
    }

    @Override
    public void close() {
        inside.close();
        outside.close();
    }
}
