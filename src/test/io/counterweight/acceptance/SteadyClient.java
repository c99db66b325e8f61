package io.counterweight.acceptance;

import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.NameServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks without pause, as a resolver does: each question goes to the next server of the list, and on to another when it is silent. */
final class SteadyClient implements AutoCloseable {
    private final List<NameServer> servers;
    private final String host;
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> unanswered = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    private SteadyClient(List<NameServer> servers, String host) {
        this.servers = List.copyOf(servers);
        this.host = host;
        this.thread = Thread.ofVirtual().start(this::ask);
    }

    static SteadyClient of(List<NameServer> servers, String host) {
        return new SteadyClient(servers, host);
    }

    private void ask() {
        while (!closed) {
            int number = asked.getAndIncrement();
            String result = resolve(number);
            if (!result.isEmpty()) {
                synchronized (unanswered) {
                    unanswered.add("question " + number + ": " + result);
                }
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Nothing when it was answered with addresses, else what went wrong. */
    private String resolve(int number) {
        StringBuilder wrong = new StringBuilder();
        for (int i = 0; i < servers.size(); i++) {
            NameServer server = servers.get((number + i) % servers.size());
            Optional<Answer> answer = server.addresses(host);
            if (answer.isPresent() && !answer.get().addresses().isEmpty()) {
                return "";
            }
            wrong.append(server.address())
                    .append(answer.map(said -> " said " + said.rcodeWord()).orElse(" was silent"))
                    .append("; ");
        }
        return wrong.toString();
    }

    int asked() {
        return asked.get();
    }

    /** The questions that no server answered, in words. */
    List<String> unanswered() {
        synchronized (unanswered) {
            return List.copyOf(unanswered);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
