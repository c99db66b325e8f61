package io.counterweight.simulation;

import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.intent.PublishedAddress;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.Site;
import io.counterweight.health.EndpointKey;
import io.counterweight.health.VoteKey;
import io.counterweight.health.format.Reading;
import io.counterweight.health.probe.Answer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Who answers what to one controller's probes, in the world as it is when they are sent. */
record Answering(Cluster world, ControllerId self) {

    private static final long TIMEOUT_MILLIS = Check.http("/").timeout().toMillis();

    /**
     * An endpoint of its own datacenter.
     *
     * @param blind while its own probes fail, though the endpoints serve
     */
    Supplier<Answer> inside(EndpointKey key, BooleanSupplier blind) {
        Placement place = new Placement(key.service(), self.site());
        return () -> !world.network().controlTargetsAnswer(self)
                ? new Answer.TimedOut(TIMEOUT_MILLIS)
                : asked(place, key, blind);
    }

    private Answer asked(Placement place, EndpointKey key, BooleanSupplier blind) {
        return !blind.getAsBoolean() && world.applications().serves(place, key.endpoint())
                ? new Answer.Read(new Reading.Serving(world.applications().offered(place), "answers 200"))
                : new Answer.Read(new Reading.Failing("answers 503"));
    }

    /** A published address of any datacenter. */
    Supplier<Answer> outside(VoteKey key, Intents intents) {
        Site site = key.place().datacenter();
        Policy policy = Optional.ofNullable(intents.policies().get(key.place().service()))
                .orElseThrow();
        long timeout = policy.check().timeout().toMillis();
        Optional<PublishedAddress> published = Optional.ofNullable(
                        policy.datacenters().get(site))
                .flatMap(here -> here.published().stream()
                        .filter(each -> each.address().equals(key.address()))
                        .findFirst());
        return () -> {
            if (!world.network().probes(self.site(), site) || !world.network().controlTargetsAnswer(self)) {
                return new Answer.TimedOut(timeout);
            }
            if (!world.applications().powered(site)) {
                return new Answer.Unreachable("connection refused");
            }
            boolean serves = published
                    .flatMap(PublishedAddress::endpoint)
                    .map(endpoint -> world.applications().ingress(key.place())
                            && world.applications().serves(key.place(), endpoint))
                    .orElseGet(() -> world.serves(policy, site));
            return new Answer.Read(serves ? Reading.serving("answers 200") : new Reading.Failing("answers 503"));
        };
    }
}
