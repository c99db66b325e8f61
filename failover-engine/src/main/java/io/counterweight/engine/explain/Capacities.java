package io.counterweight.engine.explain;

import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Landing;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What each datacenter carries, can carry, and is sent: of services whose policy says what they can carry. */
final class Capacities implements Aspect {
    private static final String RULE = "W2";

    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.policy().datacenters().entrySet().stream()
                .filter(each -> each.getValue().capacity().isPresent())
                .map(each -> Sentence.of(
                        Section.WHY,
                        each.getKey(),
                        RULE,
                        each.getKey() + " can carry "
                                + Landing.words(each.getValue().capacity().getAsDouble()) + ", "
                                + load(situation, each.getKey())
                                + landing(situation.record().landing(), each.getKey())
                                + "."));
    }

    private static String load(Situation situation, Site site) {
        OptionalDouble load = Traffic.load(
                situation.evidence(), new Placement(situation.policy().service(), site));
        return load.isPresent()
                ? "and carries " + Landing.words(load.getAsDouble())
                : "and nobody says what it carries";
    }

    private static String landing(Landing landing, Site site) {
        Double sent = landing.loads().get(site);
        return sent == null
                ? ""
                : "; its weight is meant to send it " + Landing.words(sent) + " of the "
                        + Landing.words(landing.demand()) + " that clients asked for when the incident began";
    }
}
