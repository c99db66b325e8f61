package io.counterweight.dns;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Picks one datacenter by weight: anew each time, or the same for the same client network. As thread-safe as its source of chance. */
final class Chooser {

    private final RandomGenerator random;

    Chooser(RandomGenerator random) {
        this.random = random;
    }

    /** The datacenter to answer a client of this region with; null where none has an address of the type that is asked for. */
    HostAnswers.@Nullable Choice pick(HostAnswers host, int region, Query query) {
        List<HostAnswers.Choice> choices = host.choices(query.type, region);
        if (choices.isEmpty()) {
            return null;
        }
        return host.sticky() ? sticky(choices, clientKey(query)) : random(choices);
    }

    /** Which of so many addresses comes first. */
    int first(int count) {
        return count == 1 ? 0 : random.nextInt(count);
    }

    /** How much of the client's subnet made the answer (RFC 7871): {@code located} by the host. */
    static int scope(HostAnswers host, int located, Query query) {
        QueryOptions options = query.options;
        return host.sticky() && options.subnetLength > 0
                ? query.message[options.subnetAt + 2] & 0xff
                : Locator.scope(located);
    }

    private HostAnswers.Choice random(List<HostAnswers.Choice> choices) {
        int sum = 0;
        for (int i = 0; i < choices.size(); i++) {
            sum += choices.get(i).weight();
        }
        int left = random.nextInt(sum);
        for (int i = 0; i < choices.size(); i++) {
            left -= choices.get(i).weight();
            if (left < 0) {
                return choices.get(i);
            }
        }
        throw new IllegalStateException("weights " + choices + " do not add up to " + sum);
    }

    /**
     * Weighted rendezvous hashing (Thaler and Ravishankar 1998, with the weights of Schindelhauer and Schomaker 2005): when one
     * weight changes, only its own share of the clients moves.
     */
    static HostAnswers.Choice sticky(List<HostAnswers.Choice> choices, long clientKey) {
        HostAnswers.Choice best = choices.getFirst();
        double bestScore = -1;
        for (int i = 0; i < choices.size(); i++) {
            HostAnswers.Choice each = choices.get(i);
            double unit = ((SipHash.mix(clientKey ^ each.seed()) >>> 11) + 0.5) * 0x1.0p-53;
            double score = -each.weight() / Math.log(unit);
            if (score > bestScore) {
                bestScore = score;
                best = each;
            }
        }
        return best;
    }

    /** The client's subnet where its resolver tells, else the resolver's own network. */
    private static long clientKey(Query query) {
        QueryOptions options = query.options;
        if (options.subnetLength > 4) {
            return fold(query.message, options.subnetAt + 4, options.subnetLength - 4);
        }
        return fold(query.client.bytes, 0, query.client.networkBytes());
    }

    private static long fold(byte[] bytes, int from, int length) {
        long key = length;
        for (int i = from; i < from + length; i++) {
            key = SipHash.mix(key * 31 + (bytes[i] & 0xff));
        }
        return key;
    }
}
