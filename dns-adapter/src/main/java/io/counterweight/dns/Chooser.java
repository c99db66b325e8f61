package io.counterweight.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.random.RandomGenerator;

/** Picks one datacenter by weight: anew each time, or the same for the same client network. */
final class Chooser {

    private Chooser() {}

    static HostAnswers.Choice random(List<HostAnswers.Choice> choices, RandomGenerator random) {
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
    static long clientKey(byte[] in, Query query, InetAddress resolver) {
        if (query.subnetLength > 4) {
            return fold(in, query.subnetAt + 4, query.subnetLength - 4);
        }
        byte[] address = resolver.getAddress();
        return fold(address, 0, address.length == 4 ? 3 : 7);
    }

    private static long fold(byte[] bytes, int from, int length) {
        long key = length;
        for (int i = from; i < from + length; i++) {
            key = SipHash.mix(key * 31 + (bytes[i] & 0xff));
        }
        return key;
    }
}
