package io.counterweight.demo.traffic;

import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One user: resolves the name through the name server that answered last, tries the next when it is silent, keeps the answer for its
 * time to live, and calls one of its addresses on a fresh connection, once.
 */
final class User implements Traffic.Caller {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 2_000;

    private final String service;
    private final List<NameServer> servers;
    private final RandomGenerator random;
    private int server;
    private List<String> addresses = List.of();
    private long keepUntil;

    User(String service, List<NameServer> servers, int firstServer, RandomGenerator random) {
        this.service = service;
        this.servers = servers;
        this.server = firstServer % servers.size();
        this.random = random;
    }

    @Override
    public Request call() {
        long at = System.nanoTime();
        if (at >= keepUntil && !resolve()) {
            return Request.failed(at, service, "", "no name server answers");
        }
        if (addresses.isEmpty()) {
            return Request.failed(at, service, "", "the name has no address");
        }
        String address = addresses.get(random.nextInt(addresses.size()));
        try {
            return Request.served(at, service, address, get(address));
        } catch (IOException e) {
            return Request.failed(at, service, address, address + ": " + e.getMessage());
        }
    }

    private boolean resolve() {
        for (int tried = 0; tried < servers.size(); tried++) {
            Optional<NameServer.Answer> answer = servers.get(server).addresses(service);
            if (answer.isPresent() && answer.get().rcode() == 0) {
                addresses = answer.get().addresses();
                keepUntil = System.nanoTime() + answer.get().ttlSeconds() * 1_000_000_000L;
                return true;
            }
            server = (server + 1) % servers.size();
        }
        return false;
    }

    /** The datacenter that the answer names: {@code shop east i1}. */
    private static String get(String address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(READ_MILLIS);
            socket.connect(new InetSocketAddress(address, Service.PORT), CONNECT_MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(address)
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = in.readLine();
            if (status == null) {
                throw new IOException("closed before it answered");
            }
            if (!status.contains(" 200")) {
                throw new IOException("answered " + status.strip());
            }
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length >= 2 && (words[0].equals("shop") || words[0].equals("ledger"))) {
                    return words[1];
                }
            }
            throw new IOException("answered without saying who it is");
        }
    }
}
