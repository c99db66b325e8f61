package io.counterweight.controller.gossip;

import io.vertx.core.net.NetSocket;

/** Two sockets as one: what comes in at one goes out at the other, with back-pressure; when one closes, so does the other. */
final class Pipe {
    private Pipe() {}

    static void join(NetSocket one, NetSocket other) {
        one.pipeTo(other).onComplete(done -> other.close());
        other.pipeTo(one).onComplete(done -> one.close());
    }
}
