package io.counterweight.health.watch;

import io.counterweight.health.HealthSettings.Peer;
import io.vertx.core.net.NetClient;
import java.util.function.LongSupplier;

/** An anchor or a control target: a TCP connect that succeeds shows that this process and its network work. */
public final class PeerWatch {
    private final NetClient client;
    private final Peer peer;
    private final LongSupplier clock;
    private final Runnable onAnswer;
    private volatile long answeredAt = Long.MIN_VALUE / 2;
    private long missedAt = Long.MIN_VALUE / 2;
    private long askedAt = Long.MIN_VALUE / 2;
    private int flights;

    /** Watches nothing before {@link #turn}; tells of each answer, on the event loop. */
    public PeerWatch(NetClient client, Peer peer, LongSupplier clock, Runnable onAnswer) {
        this.client = client;
        this.peer = peer;
        this.clock = clock;
        this.onAnswer = onAnswer;
    }

    /** Asks if the last time is at least this long ago. On the event loop. */
    public void turn(long intervalMillis, int overlap) {
        long now = clock.getAsLong();
        if (now - askedAt < intervalMillis || flights >= overlap) {
            return;
        }
        askedAt = now;
        flights++;
        client.connect(peer.port(), peer.address()).onComplete(connected -> {
            flights--;
            if (connected.succeeded()) {
                answeredAt = Math.max(answeredAt, now);
                connected.result().close();
                onAnswer.run();
            } else {
                missedAt = Math.max(missedAt, now);
            }
        });
    }

    /** When the last attempt that failed began. On the event loop. */
    public long missedAt() {
        return missedAt;
    }

    /** When the last attempt that succeeded began. */
    public long answeredAt() {
        return answeredAt;
    }
}
