package io.counterweight.health.probe;

import io.vertx.core.http.HttpConnection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Who is to be told when a connection that is held is closed by the peer. Used on one event loop. */
final class HeldConnections {
    /** Several may hold one connection: an endpoint that is published as it is has a verdict and a vote. */
    private final Map<HttpConnection, Set<Runnable>> askers = new WeakHashMap<>();

    /** Tells this asker, once, when the connection closes. */
    void tellWhenClosed(HttpConnection connection, Runnable asker) {
        Set<Runnable> known = askers.get(connection);
        if (known == null) {
            known = new HashSet<>();
            askers.put(connection, known);
            connection.closeHandler(gone -> closed(connection));
        }
        known.add(asker);
    }

    private void closed(HttpConnection connection) {
        Set<Runnable> known = askers.remove(connection);
        if (known != null) {
            known.forEach(Runnable::run);
        }
    }

    /** Nobody is told of the end of this connection: this side closes it, or the peer has announced it. */
    void release(HttpConnection connection) {
        Set<Runnable> known = askers.get(connection);
        if (known != null) {
            known.clear();
        }
    }

    /** Nobody is told of anything any more. */
    void forget() {
        askers.values().forEach(Set::clear);
    }
}
