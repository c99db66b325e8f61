package io.counterweight.health.probe;

import static io.counterweight.health.probe.Asking.await;
import static io.counterweight.health.probe.Asking.failing;
import static io.counterweight.health.probe.Asking.serving;
import static io.counterweight.health.probe.Asking.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.Checks;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against real TLS servers, over HTTPS and bare TLS alike. A certificate of other dates is what a wrong clock would see of a good one. */
class CertificatesTest {
    private static final String NAME = "shop.example";

    @TempDir
    private static Path directory;

    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    private Answer ask(CheckProtocol protocol, PfxOptions identity, String host) {
        HttpServerOptions options = new HttpServerOptions().setSsl(true).setKeyCertOptions(identity);
        int port = await(asking.vertx
                        .createHttpServer(options)
                        .requestHandler(request -> request.response().end())
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return asking.held(target(Checks.named(protocol, BodyFormat.AUTO, host), port));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aCertificateInItsTimeIsNoNews(CheckProtocol protocol) {
        String reason = serving(ask(protocol, Identities.of(directory, NAME, "-1d", 90), NAME));
        assertEquals(-1, reason.indexOf("certificate"), reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aCertificateThatLooksExpiredIsMentionedAndFailsNothing(CheckProtocol protocol) {
        String reason = serving(ask(protocol, Identities.of(directory, NAME, "-400d", 365), NAME));
        assertTrue(reason.contains("by this controller's clock its certificate expired on"), reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aCertificateThatLooksTooYoungIsMentionedAndFailsNothing(CheckProtocol protocol) {
        String reason = serving(ask(protocol, Identities.of(directory, NAME, "+400d", 365), NAME));
        assertTrue(reason.contains("by this controller's clock its certificate is valid only from"), reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aCertificateThatExpiresSoonIsMentioned(CheckProtocol protocol) {
        String reason = serving(ask(protocol, Identities.of(directory, NAME, "-80d", 90), NAME));
        assertTrue(reason.contains("; its certificate expires on"), reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aCertificateOfAnotherNameFails(CheckProtocol protocol) {
        String reason = failing(ask(protocol, Identities.of(directory, "other.example", "-1d", 90), NAME));
        assertEquals("its certificate does not name " + NAME, reason);
    }

    @Test
    void anAgentWhoseCertificateIsOfAnotherNameIsNotBelieved() {
        NetServerOptions options = new NetServerOptions()
                .setSsl(true)
                .setKeyCertOptions(Identities.of(directory, "other.example", "-1d", 90));
        int port = await(asking.vertx
                        .createNetServer(options)
                        .connectHandler(socket -> socket.end(Buffer.buffer("up 100%\n")))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        Check agent = Checks.named(CheckProtocol.TLS, BodyFormat.HAPROXY_AGENT, NAME);

        assertEquals("its certificate does not name " + NAME, failing(asking.held(target(agent, port))));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aWildcardStandsForOneLabel(CheckProtocol protocol) {
        serving(ask(protocol, Identities.of(directory, "*.example", "-1d", 90), NAME));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTPS", "TLS"})
    void aWildcardStandsForNoMoreThanOneLabel(CheckProtocol protocol) {
        failing(ask(protocol, Identities.of(directory, "*.example", "-1d", 90), "a." + NAME));
    }
}
