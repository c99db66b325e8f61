package io.counterweight.acceptance;

import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.io.UncheckedIOException;

/** What every controller of a world last decided and logged, for whoever reads a failed test. */
final class Account {
    private static final int DECISIONS = 8;
    private static final int LINES = 30;

    private Account() {}

    static String of(String headline, World world) {
        StringBuilder text = new StringBuilder("==== " + headline + "\n");
        for (Site site : world.sites()) {
            for (int n = 1; n <= site.controllers(); n++) {
                Child child = world.controller(site, n);
                text.append("---- ").append(child.name()).append(child.alive() ? "" : " (dead)");
                text.append("\nstate: ").append(asked(world, site, n, "/api/v1/state"));
                text.append("\ndecisions: ").append(asked(world, site, n, "/api/v1/decisions?limit=" + DECISIONS));
                text.append("\nlog:\n").append(child.lastLines(LINES)).append('\n');
            }
        }
        return text.toString();
    }

    private static String asked(World world, Site site, int n, String path) {
        try {
            return world.api(site, n).get(path).body().toString();
        } catch (UncheckedIOException e) {
            return "(no answer: " + e.getMessage() + ")";
        }
    }
}
