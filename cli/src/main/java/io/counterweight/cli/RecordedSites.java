package io.counterweight.cli;

import io.counterweight.controller.recording.Sink;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Opening;
import io.counterweight.engine.replay.Turn;
import java.util.SortedSet;
import java.util.TreeSet;

/** The datacenters of the voting set at the beginning of a recording: other policies can name those. */
final class RecordedSites implements Sink {
    private final SortedSet<Site> datacenters = new TreeSet<>();

    static SortedSet<Site> of(Recordings recordings) throws Cannot {
        RecordedSites sites = new RecordedSites();
        recordings.read(sites);
        return sites.datacenters;
    }

    @Override
    public boolean open(Opening opening) {
        return true;
    }

    @Override
    public boolean turn(Turn turn) {
        datacenters.addAll(turn.given().intents().topology().datacenters());
        return false;
    }

    @Override
    public void damaged(String why) {
        // The replay itself says so.
    }
}
