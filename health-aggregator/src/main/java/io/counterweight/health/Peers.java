package io.counterweight.health;

import io.counterweight.engine.intent.Damping;
import io.counterweight.health.probe.Source;
import io.counterweight.health.watch.PeerWatch;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The anchors outside and the control targets inside, by which a dead self is told from a dead other (rules E4, E5). */
final class Peers implements AutoCloseable {
    private static final int OVERLAP = 12;
    private static final int CONNECT_MILLIS = 1_000;
    private static final long CONFIRM_MILLIS =
            Damping.defaults().confirmInterval().toMillis();

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final long intervalMillis;
    private final long withinMillis;
    private final NetClient boundClient;
    private final NetClient freeClient;
    private final List<PeerWatch> anchors;
    private final List<PeerWatch> controlTargets;
    private final Runnable onDoubtSettled;
    private final LongConsumer onNetworkBack;
    private boolean hurry;
    private long controlAnsweredBefore = NEVER;

    /**
     * Asks nobody before {@link #turn}.
     *
     * @param onDoubtSettled told when a control target answered while something was in doubt
     * @param onNetworkBack told when a control target answers after each of them has missed: when one had last answered before
     */
    Peers(
            Vertx vertx,
            HealthSettings settings,
            LongSupplier clock,
            Runnable onDoubtSettled,
            LongConsumer onNetworkBack) {
        this.intervalMillis = settings.anchorInterval().toMillis();
        this.withinMillis = settings.anchorAnswersWithin().toMillis();
        this.onDoubtSettled = onDoubtSettled;
        this.onNetworkBack = onNetworkBack;
        NetClientOptions options = new NetClientOptions().setConnectTimeout(CONNECT_MILLIS);
        this.freeClient = vertx.createNetClient(options);
        settings.sourceAddress().ifPresent(options::setLocalAddress);
        this.boundClient = vertx.createNetClient(options);
        Source source = new Source(settings.sourceAddress());
        this.anchors = watches(settings.anchors(), source, clock, () -> {});
        this.controlTargets = watches(settings.controlTargets(), source, clock, this::controlTargetAnswered);
    }

    private List<PeerWatch> watches(
            List<HealthSettings.Peer> peers, Source source, LongSupplier clock, Runnable onAnswer) {
        return peers.stream()
                .map(peer -> new PeerWatch(
                        source.towards(peer.address()).isPresent() ? boundClient : freeClient, peer, clock, onAnswer))
                .toList();
    }

    /** A fall may have waited for this answer to be said. */
    private void controlTargetAnswered() {
        long before = controlAnsweredBefore;
        controlAnsweredBefore = controlAnsweredAt();
        if (before != NEVER && controlTargets.stream().allMatch(target -> target.missedAt() > before)) {
            onNetworkBack.accept(before);
        }
        if (hurry) {
            onDoubtSettled.run();
        }
    }

    /** Asks whom it is time to ask; in doubt the anchors at the confirm interval, and those inside every time. On the event loop. */
    void turn(boolean inDoubt) {
        hurry = inDoubt;
        long outside = inDoubt ? Math.min(CONFIRM_MILLIS, intervalMillis) : intervalMillis;
        long inside = inDoubt ? 0 : intervalMillis;
        anchors.forEach(anchor -> anchor.turn(outside, OVERLAP));
        controlTargets.forEach(target -> target.turn(inside, OVERLAP));
    }

    int anchors() {
        return anchors.size();
    }

    int anchorsAnswering(long now) {
        return (int) anchors.stream()
                .filter(anchor -> now - anchor.answeredAt() <= withinMillis)
                .count();
    }

    long anchorsAnsweredAt() {
        return latest(anchors);
    }

    long controlAnsweredAt() {
        return latest(controlTargets);
    }

    boolean controlAnswering(long now) {
        return now - controlAnsweredAt() <= withinMillis;
    }

    private static long latest(List<PeerWatch> peers) {
        return peers.stream().mapToLong(PeerWatch::answeredAt).max().orElse(NEVER);
    }

    @Override
    public void close() {
        boundClient.close();
        freeClient.close();
    }
}
