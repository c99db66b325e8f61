package io.counterweight.demo.scenario;

import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.traffic.AnswerWatch;
import java.util.ArrayList;
import java.util.List;

/** Asks every name server of these sites a hundred times a second where a service is active. */
final class Actives implements AutoCloseable {
    private static final long EVERY_MILLIS = 10;
    private final Service service;
    private final List<Site> sites;
    private final Spells spells = new Spells();
    private final List<AnswerWatch> watches = new ArrayList<>();

    Actives(Service service, List<Site> sites) {
        this.service = service;
        this.sites = List.copyOf(sites);
        for (Site site : sites) {
            for (int n = 1; n <= site.controllers(); n++) {
                String server = site.controller(n);
                watches.add(new AnswerWatch(server, service.name(), EVERY_MILLIS, new Listener(server)));
            }
        }
    }

    private final class Listener implements AnswerWatch.Listener {
        private final String server;

        Listener(String server) {
            this.server = server;
        }

        @Override
        public void answered(long askedAt, List<String> addresses) {
            spells.answered(server, datacenters(addresses), askedAt, System.nanoTime());
        }

        @Override
        public void silent() {
            spells.silent(server);
        }
    }

    private List<String> datacenters(List<String> addresses) {
        return sites.stream()
                .filter(site -> Stage.published(service, site).stream().anyMatch(addresses::contains))
                .map(Site::name)
                .toList();
    }

    Spells spells() {
        return spells;
    }

    @Override
    public void close() {
        watches.forEach(AnswerWatch::close);
    }
}
