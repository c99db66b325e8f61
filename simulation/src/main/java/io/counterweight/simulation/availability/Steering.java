package io.counterweight.simulation.availability;

import io.counterweight.simulation.availability.Resolvers.Answer;
import java.util.List;
import java.util.SortedSet;

/** Who decides where users are sent, in a world in which datacenters and services go down and come back. */
interface Steering {

    /** What is down from now on: datacenters as a whole, and those in which only the service is. */
    void now(SortedSet<String> dark, SortedSet<String> failing);

    /** Lets one step pass. */
    void step();

    /** What the name servers that live answer. */
    List<Answer> answers();
}
