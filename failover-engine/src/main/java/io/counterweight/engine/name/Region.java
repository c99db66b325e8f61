package io.counterweight.engine.name;

/** A part of the world as an operator divides it: clients of one region are sent to datacenters in one order. */
public record Region(String value) implements Comparable<Region> {

    public Region {
        Names.check("region", value);
    }

    public static Region of(String value) {
        return new Region(value);
    }

    @Override
    public int compareTo(Region other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
