package io.counterweight.dns;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many connections there may be at a time: in all, and of one client network (IPv4 /24, IPv6 /56), which gets a quarter, so that
 * one client that opens connections and says nothing keeps nobody else out. Safe for any thread.
 */
final class TcpPlaces {

    private static final int NETWORKS_PART = 4;

    private final int all;
    private final int ofOneNetwork;
    private final Semaphore free;
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();

    TcpPlaces(int all) {
        this.all = all;
        this.ofOneNetwork = Math.max(1, all / NETWORKS_PART);
        this.free = new Semaphore(all);
    }

    /** Takes a place, to be given back; false when there is none for this client. {@code bounded}: its network's part counts too. */
    boolean take(Client client, boolean bounded) {
        if (!free.tryAcquire()) {
            return false;
        }
        boolean fits = taken.merge(client.network(), 1, Integer::sum) <= ofOneNetwork || !bounded;
        if (!fits) {
            giveBack(client);
        }
        return fits;
    }

    void giveBack(Client client) {
        taken.computeIfPresent(client.network(), (network, places) -> places == 1 ? null : places - 1);
        free.release();
    }

    /** Waits until nobody has a place any more; false when that takes longer. None is free after it. */
    boolean takeAll(long patienceMillis) throws InterruptedException {
        return free.tryAcquire(all, patienceMillis, TimeUnit.MILLISECONDS);
    }
}
