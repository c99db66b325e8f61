package io.counterweight.simulation;

import io.counterweight.engine.name.ControllerId;
import java.util.List;
import java.util.Optional;

/** A machine for one controller: its disk, its two clocks, and the controller while it runs. Disks are written at each turn. */
final class Node {

    /** Later than anything else that a world counts: what is beyond this is a time on some machine's clock. */
    static final long CLOCKS_BEGIN = 1_000_000_000_000_000L;
    /** The newest kind of intents that there are. */
    static final int NEWEST_RULES = 2;

    private static final long NOT_STALLED = -1;

    final ControllerId id;
    final int index;
    final long clockOrigin;
    long wallError;
    private final Cluster world;
    private Disk disk;
    private boolean saved;
    private Optional<Controller> running = Optional.empty();
    private long stalledUntil = NOT_STALLED;
    private long upSince;
    private int disks;
    private double clockRate = 1;
    private long rateSince;
    private double ticked;
    private int rules = NEWEST_RULES;

    Node(ControllerId id, Cluster world, int index) {
        this.id = id;
        this.index = index;
        this.world = world;
        this.disk = Disk.empty(id);
        this.clockOrigin = CLOCKS_BEGIN * (index + 1);
    }

    /** The same machine in another world, which goes on by itself. */
    Node copy(Cluster other) {
        Node copy = new Node(id, other, index);
        copy.wallError = wallError;
        copy.disk = disk;
        copy.saved = saved;
        copy.running = running.map(controller -> controller.copy(other));
        copy.stalledUntil = stalledUntil;
        copy.upSince = upSince;
        copy.disks = disks;
        copy.clockRate = clockRate;
        copy.rateSince = rateSince;
        copy.ticked = ticked;
        copy.rules = rules;
        return copy;
    }

    /** What its future depends on, beside the world. A running controller's disk holds what it has in memory. */
    List<Object> memory() {
        long stalled = Math.max(0, stalledUntil - world.now());
        return running.map(controller -> List.<Object>of(stalled, controller.memory()))
                .orElseGet(() -> List.of(disk));
    }

    void start() {
        if (running.isEmpty()) {
            running = Optional.of(new Controller(this, world, disk, monotonic()));
            saved = false;
            stalledUntil = NOT_STALLED;
            upSince = world.now();
            if (disk.incarnation() > 0) {
                world.coverage().fired("G11");
            }
        }
    }

    void kill() {
        disk = disk();
        running = Optional.empty();
    }

    /** Starts from this disk next time, whatever its own holds. */
    void replaceDisk(Disk other) {
        disk = other;
        disks++;
    }

    /** Whether its disk holds what it decided last. */
    boolean keeps() {
        return saved;
    }

    /** How often its disk was taken away and another one put in. */
    int disks() {
        return disks;
    }

    /** What it would start from now: all that its controller holds is written at each turn. */
    Disk disk() {
        return running.filter(controller -> saved).map(Controller::disk).orElse(disk);
    }

    void stall(long millis) {
        stalledUntil = world.now() + millis;
    }

    boolean stalled() {
        return running.isPresent() && world.now() < stalledUntil;
    }

    /** Whether it will run, and no stall of today will last, so much later. */
    boolean worksIn(long millis) {
        return running.isPresent() && world.now() + millis >= stalledUntil;
    }

    /** Running and not stalled. */
    boolean works() {
        return running.isPresent() && !stalled();
    }

    /** Neither dead, nor starting, nor stalled. */
    boolean speaks() {
        return works() && controller().started();
    }

    /** A witness answers nobody. */
    boolean answersClients() {
        return running.filter(controller ->
                        controller.intents().topology().datacenters().contains(id.site()))
                .isPresent();
    }

    /** Since when it has run without a stall, in the world's time. */
    long fitSince() {
        return Math.max(upSince, stalledUntil);
    }

    void saved() {
        saved = true;
    }

    Optional<Controller> running() {
        return running;
    }

    Controller controller() {
        return running.orElseThrow(() -> new IllegalStateException(id + " does not run"));
    }

    long monotonic() {
        return clockOrigin + Math.round(ticked + (world.now() - rateSince) * clockRate);
    }

    /** From now on its monotonic clock runs so many times as fast as the world's. */
    void drift(double rate) {
        ticked += (world.now() - rateSince) * clockRate;
        rateSince = world.now();
        clockRate = rate;
    }

    /** Its program reads intents up to this kind; it takes effect with the next start. */
    void install(int version) {
        rules = version;
    }

    int rules() {
        return rules;
    }

    long wall() {
        return 1_700_000_000_000L + world.time() + wallError;
    }
}
