package io.counterweight.engine.name;

/** A place with controllers: a datacenter, which serves traffic, or a witness, which only watches. */
public record Site(String value) implements Comparable<Site> {

    public Site {
        Names.check("site", value);
    }

    public static Site of(String value) {
        return new Site(value);
    }

    @Override
    public int compareTo(Site other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
