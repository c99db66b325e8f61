package io.counterweight.dns.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One name server in a process of its own, answering for the same names with one UDP thread. */
final class Contender implements AutoCloseable {

    private static final int TTL = 5;

    private final String name;
    private final InetSocketAddress address;
    private final Process process;

    private Contender(String name, InetSocketAddress address, Process process) {
        this.name = name;
        this.address = address;
        this.process = process;
    }

    static Contender counterweight(InetSocketAddress address, int services, Path folder) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BenchServer.class.getName(),
                literal(address),
                String.valueOf(address.getPort()),
                String.valueOf(services));
        return start("counterweight", address, command, folder);
    }

    static Contender knot(String program, InetSocketAddress address, int services, Path folder) throws IOException {
        zone(address, services, folder.resolve("bench.zone"));
        Path config = Files.writeString(folder.resolve("knot.conf"), """
                server:
                  rundir: "%1$s"
                  listen: %2$s@%3$d
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                database:
                  storage: "%1$s"
                log:
                  - target: stderr
                    any: warning
                zone:
                  - domain: %4$s
                    storage: "%1$s"
                    file: bench.zone
                """.formatted(
                        folder, literal(address), address.getPort(), BenchServer.ZONE));
        return start("knot", address, List.of(program, "-c", config.toString()), folder);
    }

    static Contender bind(String program, InetSocketAddress address, int services, Path folder) throws IOException {
        zone(address, services, folder.resolve("bench.zone"));
        Path config = Files.writeString(folder.resolve("named.conf"), """
                options {
                  directory "%1$s";
                  pid-file none;
                  session-keyfile none;
                  managed-keys-directory "%1$s";
                  listen-on port %3$d { %2$s; };
                  listen-on-v6 { none; };
                  recursion no;
                  dnssec-validation no;
                  minimal-responses yes;
                  notify no;
                };
                controls { };
                zone "%4$s" { type primary; file "bench.zone"; };
                """.formatted(
                        folder, literal(address), address.getPort(), BenchServer.ZONE));
        return start("bind", address, List.of(program, "-g", "-n", "1", "-c", config.toString()), folder);
    }

    /** The built-in server's names, each with one address, which is what each of its answers holds too. */
    private static void zone(InetSocketAddress address, int services, Path file) throws IOException {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN %1$s
                $TTL %2$d
                @ SOA ns1 hostmaster 1 3600 600 604800 5
                @ NS ns1
                ns1 A %3$s
                """.formatted(BenchServer.ZONE, TTL, literal(address)));
        for (int i = 0; i < services; i++) {
            zone.append(BenchServer.host(i))
                    .append(" A ")
                    .append(BenchServer.address(i, true))
                    .append('\n');
        }
        Files.writeString(file, zone);
    }

    private static Contender start(String name, InetSocketAddress address, List<String> command, Path folder)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        return new Contender(name, address, process);
    }

    private static String literal(InetSocketAddress address) {
        InetAddress literal = address.getAddress();
        return literal.getHostAddress();
    }

    String name() {
        return name;
    }

    InetSocketAddress address() {
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The processor time that the process has used, in the kernel's ticks (user and system). */
    long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
        // The second field is the program's name in brackets, and may hold anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
