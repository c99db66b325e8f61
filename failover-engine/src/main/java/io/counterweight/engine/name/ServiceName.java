package io.counterweight.engine.name;

/** The name of an application that clients use, present in several datacenters. */
public record ServiceName(String value) implements Comparable<ServiceName> {

    public ServiceName {
        Names.check("service", value);
    }

    public static ServiceName of(String value) {
        return new ServiceName(value);
    }

    @Override
    public int compareTo(ServiceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
