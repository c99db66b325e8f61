package io.counterweight.simulation;

import io.counterweight.engine.fact.Facts;

/** Rules G3 and G5: where words pass and both are at work, everybody's reports are fresh at everybody, whatever either began from. */
final class Hearing {

    /** Reports advance each exchange cycle, and the third copy is fresh. */
    private static final long HEARD_MILLIS = 6_000;

    private final Cluster cluster;
    private long passingSince = -1;

    Hearing(Cluster cluster) {
        this.cluster = cluster;
    }

    void check() {
        if (!cluster.network().wordsPass()) {
            passingSince = -1;
            return;
        }
        passingSince = passingSince < 0 ? cluster.now() : passingSince;
        for (Node reader : cluster.nodes()) {
            if (lastingly(reader)) {
                cluster.nodes().stream()
                        .filter(writer -> writer != reader && lastingly(writer))
                        .forEach(writer -> heard(reader, writer));
            }
        }
    }

    private boolean lastingly(Node node) {
        return node.works() && cluster.now() - Math.max(passingSince, node.fitSince()) >= HEARD_MILLIS;
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
