package io.counterweight.engine.explain;

import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.ServicePlan;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What clients are answered now, and since when. */
final class Weights implements Aspect {
    @Override
    public Stream<Sentence> of(Situation situation) {
        return situation.decision().plan().service(situation.policy().service()).stream()
                .flatMap(plan -> of(plan, situation));
    }

    static Stream<Sentence> of(ServicePlan plan, Situation situation) {
        if (plan.shares().isEmpty()) {
            String rule = plan.exclusive() ? "E7" : "E8";
            return Stream.of(Sentence.of(Section.SERVED, rule, "Nothing: clients are answered SERVFAIL."));
        }
        Stream<Sentence> shed = plan.shed().parts() == 0
                ? Stream.empty()
                : Stream.of(Sentence.of(
                        Section.SERVED,
                        "W2",
                        Words.weight(plan.shed().parts()) + " of all clients are turned away to "
                                + Words.list(plan.shed().addresses()) + "; of the others"));
        return Stream.concat(
                shed,
                plan.shares().stream()
                        .map(share -> Sentence.of(
                                Section.SERVED,
                                share.datacenter(),
                                "W1",
                                share.datacenter() + " gets " + Words.weight(share.weight()) + where(share)
                                        + since(share.datacenter(), situation) + ".")));
    }

    private static String where(DatacenterShare share) {
        return share.weight() == 0 ? "" : " at " + Words.list(share.addresses());
    }

    private static String since(Site site, Situation situation) {
        return Optional.ofNullable(situation.origins().get(site))
                .map(origin -> ", since " + (origin.set() ? "" : "at least ")
                        + Instant.ofEpochSecond(Math.floorDiv(origin.wallMillis(), 1_000L)) + " (decision "
                        + origin.decision() + ")")
                .orElse("");
    }
}
