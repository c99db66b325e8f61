package io.counterweight.dns;

import io.counterweight.engine.exclusive.ExclusiveState.Grant;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.plan.Plan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The built-in authoritative server. Made closed: nothing is bound before {@link #start} (rule E9). {@link #serve} may be called by
 * any thread at any time; the next answer comes from the new plan.
 */
public final class DnsServer implements AutoCloseable {

    final DnsStatistics statistics = new DnsStatistics();
    final RateLimit rateLimit;
    final Cookies cookies;
    final ZoneResponder zone;

    private final DnsConfig config;
    private final LongSupplier wallSeconds;
    private final InetAddress[] own;
    private final Leases leases;
    private final List<UdpListener> udp = new ArrayList<>();
    private final List<TcpListener> tcp = new ArrayList<>();
    private Plan plan = Plan.empty();
    private Locator locator = new Locator(RegionTable.empty());
    private volatile AnswerTable table;

    /** {@code leaseClock}: milliseconds, the clock of {@link #grant}; it must run while the machine is suspended. */
    public DnsServer(DnsConfig config, LongSupplier leaseClock) {
        this(config, leaseClock, () -> TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
    }

    /** {@code wallSeconds} stamps cookies, and tells the rate limit one second from the next. */
    DnsServer(DnsConfig config, LongSupplier leaseClock, LongSupplier wallSeconds) {
        this.config = config;
        this.leases = new Leases(leaseClock);
        this.wallSeconds = wallSeconds;
        this.own = config.listen().stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
        this.rateLimit = new RateLimit(config.limits());
        SecureRandom secrets = new SecureRandom();
        this.cookies = new Cookies(secrets.nextLong(), secrets.nextLong());
        this.zone = new ZoneResponder(this, config.zone());
        this.table = AnswerTable.build(config, plan, locator, leases);
    }

    /** Opens every listen address. A busy one is an {@link IOException} that names it and the next step; nothing stays open then. */
    public void start() throws IOException {
        for (InetSocketAddress address : config.listen()) {
            try {
                for (int i = 0; i < config.threads(); i++) {
                    udp.add(UdpListener.open(address, config.threads() > 1, responder()));
                }
                tcp.add(TcpListener.open(address, this));
            } catch (IOException | RuntimeException e) {
                close();
                throw new IOException(
                        "dns.listen: cannot open " + literal(address) + ": " + e.getMessage()
                                + "; free the address or choose another (ports below 1024 need the right to bind them)",
                        e);
            }
        }
        udp.forEach(UdpListener::start);
        tcp.forEach(TcpListener::start);
    }

    /** Answers from this plan from now on; returns the hosts that it cannot serve, with the reason. */
    public synchronized List<String> serve(Plan next) {
        plan = next;
        return rebuild().refused();
    }

    /** What may be answered of exclusive services from now on, in place of all that was granted before (rule E7). */
    public void grant(Map<ServiceName, Grant> given) {
        leases.grant(given);
    }

    /** Clients of these networks belong to these regions from now on. */
    public synchronized void locateBy(RegionTable networks) {
        locator = new Locator(networks);
        rebuild();
    }

    private AnswerTable rebuild() {
        AnswerTable next = AnswerTable.build(config, plan, locator, leases);
        table = next;
        return next;
    }

    /** Limits the rate of answers by these numbers and prefixes from now on; the bounds of TCP stay as they are. */
    public void limitRate(DnsLimits limits) {
        rateLimit.change(limits);
    }

    public DnsStatistics.Snapshot statistics() {
        return statistics.snapshot();
    }

    public DnsConfig config() {
        return config;
    }

    AnswerTable table() {
        return table;
    }

    long seconds() {
        return wallSeconds.getAsLong();
    }

    /** Whether this machine itself asks, from an address that the server listens on. */
    boolean isOwn(Client client) {
        for (InetAddress each : own) {
            if (each.equals(client.address)) {
                return true;
            }
        }
        return false;
    }

    Responder responder() {
        return new Responder(this, RandomGenerator.getDefault());
    }

    private static String literal(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    /** Takes no new connection, answers what has been received, then closes. */
    @Override
    public void close() {
        tcp.forEach(TcpListener::stop);
        udp.forEach(UdpListener::stop);
        tcp.forEach(TcpListener::join);
        udp.forEach(UdpListener::join);
        udp.clear();
        tcp.clear();
    }
}
