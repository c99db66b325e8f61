package io.counterweight.dns.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Counts DNS answers: the built-in server beside Knot and BIND, in the same run, in rounds that take turns. Arguments: the folder for
 * the report, rounds (3), seconds of each run (8).
 */
public final class DnsBench {

    private static final int SERVICES = 1000;
    private static final int STEADY_RATE = 30_000;
    private static final int WARM_UP_SECONDS = 8;
    private static final int START_TRIES = 100;
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    private DnsBench() {}

    public static void main(String[] arguments) throws IOException {
        Path report = Path.of(arguments[0]);
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8;
        Optional<String> dnsperf = program("dnsperf", "dnsperf");
        if (dnsperf.isEmpty()) {
            System.exit(2);
        }
        Path work = Files.createTempDirectory("counterweight-dns-bench");
        List<Contender> contenders = new ArrayList<>();
        try {
            start(contenders, work);
            Load load = new Load(dnsperf.orElseThrow(), queries(work.resolve("queries.txt")));
            BenchReport result = measure(contenders, load, rounds, seconds);
            result.write(report);
            System.out.println(result.page());
        } finally {
            contenders.forEach(Contender::close);
            delete(work);
        }
    }

    private static BenchReport measure(List<Contender> contenders, Load load, int rounds, int seconds)
            throws IOException {
        Map<String, BenchReport.Rounds> all = new LinkedHashMap<>();
        for (Contender each : contenders) {
            all.put(each.name(), new BenchReport.Rounds(new ArrayList<>(), new ArrayList<>()));
            System.out.printf("warming up %s%n", each.name());
            load.run(each, WARM_UP_SECONDS, 0);
        }
        for (int round = 0; round < rounds; round++) {
            for (Contender each : contenders) {
                BenchReport.Rounds own = all.get(each.name());
                own.fullSpeed().add(load.run(each, seconds, 0));
                own.steady().add(load.run(each, seconds, STEADY_RATE));
                System.out.printf(
                        "round %d, %s: %s; steady: %s%n",
                        round + 1,
                        each.name(),
                        own.fullSpeed().getLast(),
                        own.steady().getLast());
            }
        }
        return new BenchReport(SERVICES, seconds, STEADY_RATE, all);
    }

    private static void start(List<Contender> contenders, Path work) throws IOException {
        contenders.add(Contender.counterweight(free(), SERVICES, folder(work, "counterweight")));
        Optional<String> knot = program("knotd", "knot");
        if (knot.isPresent()) {
            contenders.add(Contender.knot(knot.get(), free(), SERVICES, folder(work, "knot")));
        }
        Optional<String> named = program("named", "bind9");
        if (named.isPresent()) {
            contenders.add(Contender.bind(named.get(), free(), SERVICES, folder(work, "bind")));
        }
        for (Contender each : contenders) {
            awaitAnswer(each, work);
        }
    }

    private static Optional<String> program(String name, String debianPackage) {
        Optional<String> found = FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        if (found.isEmpty()) {
            System.err.println(name + " is not installed and is left out: run 'make tools', or install the package "
                    + debianPackage);
        }
        return found;
    }

    private static Path folder(Path work, String name) throws IOException {
        return Files.createDirectory(work.resolve(name));
    }

    /** On the one loopback address that BIND finds by itself. */
    private static InetSocketAddress free() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }
    }

    /** All names in a fixed, mixed order. */
    private static Path queries(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < SERVICES; i++) {
            lines.add(BenchServer.host(i) + "." + BenchServer.ZONE + " A");
        }
        Collections.shuffle(lines, new Random(1));
        return Files.write(file, lines);
    }

    private static void awaitAnswer(Contender server, Path work) throws IOException {
        Name name = Name.fromString(BenchServer.host(1) + "." + BenchServer.ZONE);
        byte[] query =
                Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)).toWire();
        byte[] answer = new byte[512];
        for (int i = 0; i < START_TRIES && server.isAlive(); i++) {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
                socket.setSoTimeout(100);
                socket.send(new DatagramPacket(query, query.length, server.address()));
                socket.receive(new DatagramPacket(answer, answer.length));
                if (answer[7] == 1) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                // Not yet.
            }
        }
        Path log = work.resolve(server.name()).resolve(server.name() + ".log");
        throw new IOException(server.name() + " did not start:\n" + Files.readString(log));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path each : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
