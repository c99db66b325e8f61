package io.counterweight.engine.safety;

import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;

/**
 * What is proposed for a protected service, named by its cause: every controller that has the same facts gives it the same name, and
 * a later incident or order has another one.
 */
public sealed interface ProposalId {

    /** Automation wants to leave a datacenter for one incident. Written {@code leave.shop.west.3}. */
    record Leave(ServiceName service, Site datacenter, long epoch) implements ProposalId {
        @Override
        public String toString() {
            return "leave." + service + "." + datacenter + "." + epoch;
        }
    }

    /** A person's order is to take effect. Written {@code order.shop.} and the override's id. */
    record Order(ServiceName service, String override) implements ProposalId {
        @Override
        public String toString() {
            return "order." + service + "." + override;
        }
    }

    ServiceName service();

    /** Reads what {@code toString} writes; empty for anything else. */
    static Optional<ProposalId> parse(String text) {
        String[] parts = text.split("\\.", 3);
        try {
            if (parts.length == 3 && parts[0].equals("order")) {
                return Optional.of(new Order(ServiceName.of(parts[1]), parts[2]));
            }
            int dot = parts.length == 3 ? parts[2].indexOf('.') : -1;
            return dot > 0 && parts[0].equals("leave")
                    ? Optional.of(new Leave(
                            ServiceName.of(parts[1]),
                            Site.of(parts[2].substring(0, dot)),
                            Long.parseLong(parts[2].substring(dot + 1))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
