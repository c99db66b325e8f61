package io.counterweight.engine.name;

/** The name of one address of a service inside a datacenter, unique within that service and datacenter. */
public record EndpointName(String value) implements Comparable<EndpointName> {

    public EndpointName {
        Names.check("endpoint", value);
    }

    public static EndpointName of(String value) {
        return new EndpointName(value);
    }

    @Override
    public int compareTo(EndpointName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
