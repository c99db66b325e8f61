package io.counterweight.dns;

import io.counterweight.engine.plan.Plan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final List<UdpListener> udp = new ArrayList<>();
    private final List<TcpListener> tcp = new ArrayList<>();
    private Plan plan = Plan.empty();
    private final Optional<GeoFile> geo;
    private RegionTable people = RegionTable.empty();
    private RegionTable file = RegionTable.empty();
    private Locator locator = new Locator(RegionTable.empty(), statistics);
    private volatile AnswerTable table;

    public DnsServer(DnsConfig config) {
        this(config, () -> TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
    }

    /** {@code wallSeconds} stamps cookies, and tells the rate limit one second from the next. */
    DnsServer(DnsConfig config, LongSupplier wallSeconds) {
        this.config = config;
        this.wallSeconds = wallSeconds;
        this.own = config.listen().stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
        this.rateLimit = new RateLimit(config.limits());
        SecureRandom secrets = new SecureRandom();
        this.cookies = new Cookies(secrets.nextLong(), secrets.nextLong());
        this.zone = new ZoneResponder(this, config.zone());
        this.geo = config.geo().map(source -> new GeoFile(source, this::locateByFile));
        this.table = AnswerTable.build(config, plan, locator);
    }

    /** Reads the file of networks, if there is one, on a thread of its own, and looks again this often whether it is another one. */
    public void followFile(Duration every) {
        geo.ifPresent(source -> source.start(every));
    }

    /** Looks soon whether the file of networks is another one. */
    public void lookAtFile() {
        geo.ifPresent(GeoFile::lookAgain);
    }

    /** Why the file of networks that is there now cannot be read. */
    public Optional<String> fileFailing() {
        return geo.map(GeoFile::failing).filter(why -> !why.isEmpty());
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
                stopListening();
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

    /** Clients of these networks belong to these regions from now on. */
    public synchronized void locateBy(RegionTable networks) {
        people = networks;
        locate();
    }

    /** Networks that people's table does not name belong to these regions from now on. */
    private synchronized void locateByFile(RegionTable networks) {
        file = networks;
        locate();
    }

    private void locate() {
        locator = new Locator(people.over(file), statistics);
        rebuild();
    }

    private AnswerTable rebuild() {
        AnswerTable next = AnswerTable.build(config, plan, locator);
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
        geo.ifPresent(GeoFile::close);
        stopListening();
    }

    private void stopListening() {
        tcp.forEach(TcpListener::stop);
        udp.forEach(UdpListener::stop);
        tcp.forEach(TcpListener::join);
        udp.forEach(UdpListener::join);
        udp.clear();
        tcp.clear();
    }
}
