package io.counterweight.simulation;

import io.counterweight.engine.fact.Facts;
import java.util.List;

/** Rules G3 and G5: where words pass and both are at work, everybody's reports are fresh at everybody, whatever either began from. */
final class Hearing {

    /** Reports advance each exchange cycle, and the third copy is fresh. */
    private static final long HEARD_MILLIS = 6_000;

    private final Cluster cluster;
    private final Lasting words = new Lasting();

    Hearing(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        long passing = words.since(cluster.network().wordsPass(), cluster.now());
        List<Node> lasting = cluster.nodes().stream()
                .filter(node -> node.works() && cluster.now() - Math.max(passing, node.fitSince()) >= HEARD_MILLIS)
                .toList();
        for (Node reader : lasting) {
            lasting.stream().filter(writer -> writer != reader).forEach(writer -> heard(reader, writer));
        }
    }

    private void heard(Node reader, Node writer) {
        Facts facts = reader.controller().facts();
        if (facts.of(writer.id)
                .filter(held -> facts.fresh(held, reader.monotonic()))
                .isEmpty()) {
            throw new Violation("rule G5: " + reader.id + " does not take what " + writer.id + " says for fresh");
        }
    }
}
