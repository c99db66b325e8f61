package io.counterweight.simulation;

import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What reaches what: links between sites and between siblings, the probes' ways, the anchors. Each cut has one direction. */
public final class Network {

    private record Way(Object from, Object to) {}

    private final Set<Way> links = new HashSet<>();
    private final Set<Way> probes = new HashSet<>();
    private final Map<Way, Long> slowUntil = new HashMap<>();
    private final Set<Site> withoutAnchors = new HashSet<>();
    private final Set<ControllerId> lost = new HashSet<>();
    private boolean losesMail;
    private Weather weather = Weather.FAIR;

    /** As it is now, to be cut and mended by itself. */
    Network copy() {
        Network copy = new Network();
        copy.links.addAll(links);
        copy.probes.addAll(probes);
        copy.slowUntil.putAll(slowUntil);
        copy.withoutAnchors.addAll(withoutAnchors);
        copy.lost.addAll(lost);
        copy.losesMail = losesMail;
        copy.weather = weather;
        return copy;
    }

    /** What the future depends on: what is cut, and for how long letters are held. */
    List<Object> memory(long now) {
        Map<Way, Long> held = new HashMap<>();
        slowUntil.forEach((way, until) -> {
            if (until > now) {
                held.put(way, until - now);
            }
        });
        return List.of(links, probes, withoutAnchors, lost, losesMail, held);
    }

    /** Letters on this way are held until then, and all come at once. */
    void slow(String from, String to, long untilMillis) {
        slowUntil.put(new Way(Site.of(from), Site.of(to)), untilMillis);
    }

    boolean holds(ControllerId from, ControllerId to, long now) {
        return slowUntil.getOrDefault(new Way(from.site(), to.site()), 0L) > now;
    }

    /** No word passes from one site to the other. */
    public void cutLink(String from, String to) {
        links.add(new Way(Site.of(from), Site.of(to)));
    }

    public void cutBothLinks(String one, String other) {
        cutLink(one, other);
        cutLink(other, one);
    }

    /** No word passes from one controller to the other. */
    public void cutSiblings(String from, String to) {
        links.add(new Way(ControllerId.parse(from), ControllerId.parse(to)));
    }

    public void mendLink(String from, String to) {
        links.remove(new Way(Site.of(from), Site.of(to)));
    }

    /** No probe from a site reaches a datacenter's published addresses; a datacenter's own probe of them too. */
    public void cutProbes(String from, String to) {
        probes.add(new Way(Site.of(from), Site.of(to)));
    }

    public void mendProbes(String from, String to) {
        probes.remove(new Way(Site.of(from), Site.of(to)));
    }

    public void cutAnchors(String site) {
        withoutAnchors.add(Site.of(site));
    }

    public void mendAnchors(String site) {
        withoutAnchors.remove(Site.of(site));
    }

    /** A controller whose own network is dead: not even what stands beside it answers. */
    public void cutControlTargets(String controller) {
        lost.add(ControllerId.parse(controller));
    }

    public void mendControlTargets(String controller) {
        lost.remove(ControllerId.parse(controller));
    }

    /** While true only the exchange cycle carries anything: every message at the moment of a change is lost. */
    public void losesMail(boolean loses) {
        losesMail = loses;
    }

    /** Whether every word passes, and everybody's anchors and control targets answer. */
    boolean wordsPass() {
        return links.isEmpty() && withoutAnchors.isEmpty() && lost.isEmpty() && !losesMail && weather.fair();
    }

    /** Words pass again, and anchors and control targets answer; probes stay as they are. */
    void mendWords() {
        links.clear();
        withoutAnchors.clear();
        lost.clear();
        slowUntil.clear();
        losesMail = false;
        weather = Weather.FAIR;
    }

    /** Whether every probe passes too. */
    boolean whole() {
        return wordsPass() && probes.isEmpty();
    }

    public void mendAll() {
        mendWords();
        probes.clear();
    }

    void weather(Weather wanted) {
        weather = wanted;
    }

    Weather weather() {
        return weather;
    }

    boolean losesMail() {
        return losesMail;
    }

    boolean carries(ControllerId from, ControllerId to) {
        return links.isEmpty()
                || !links.contains(new Way(from, to)) && !links.contains(new Way(from.site(), to.site()));
    }

    boolean probes(Site from, Site datacenter) {
        return !probes.contains(new Way(from, datacenter));
    }

    boolean controlTargetsAnswer(ControllerId controller) {
        return !lost.contains(controller);
    }

    boolean anchorsAnswer(Site site) {
        return !withoutAnchors.contains(site);
    }
}
