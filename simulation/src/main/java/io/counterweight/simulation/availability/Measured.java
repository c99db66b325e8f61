package io.counterweight.simulation.availability;

import io.counterweight.simulation.Cluster;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One case over some years. All are parts of the users' time.
 *
 * @param bothDown in which every datacenter was down: nobody can do better
 * @param unmoved not served where nothing ever moves
 * @param perfect not served by an observer who needs the same time to notice and whose answers live as long
 * @param counterweight not served with the product
 */
record Measured(
        Case about, int years, int outages, double bothDown, double unmoved, double perfect, double counterweight) {

    static final long YEAR_MILLIS = TimeUnit.DAYS.toMillis(365);

    static Measured over(Case about, int years, long seed) {
        List<Row> rows = IntStream.range(0, years)
                .parallel()
                .mapToObj(year -> Row.of(about, new Random(seed + year)))
                .toList();
        return new Measured(
                about,
                years,
                rows.stream().mapToInt(Row::outages).sum(),
                mean(rows, Row::bothDown),
                mean(rows, Row::unmoved),
                mean(rows, Row::perfect),
                mean(rows, Row::counterweight));
    }

    /** Not served by the perfect observer alone. */
    static double allowed(Case about, int years, long seed) {
        return IntStream.range(0, years)
                .parallel()
                .mapToDouble(year -> {
                    Random random = new Random(seed + year);
                    Year lived = year(about, random);
                    Account account = perfect(lived, about, random.nextLong());
                    lived.run(about.datacenters());
                    return account.unavailability();
                })
                .average()
                .orElse(0);
    }

    private record Row(int outages, double bothDown, double unmoved, double perfect, double counterweight) {

        static Row of(Case about, Random random) {
            Year year = year(about, random);
            long seed = random.nextLong();
            Account unmoved = year.with(
                    new Unmoved(about.datacenters(), about.ttlMax()), about.users(new Random(seed)), about.capacity());
            Account perfect = Measured.perfect(year, about, seed);
            Account product = year.with(
                    new Counterweight(about.topology(), about.policy()),
                    about.users(new Random(seed)),
                    about.capacity());
            double bothDown = year.run(about.datacenters());
            return new Row(
                    year.outages(),
                    bothDown,
                    unmoved.unavailability(),
                    perfect.unavailability(),
                    product.unavailability());
        }
    }

    private static Year year(Case about, Random random) {
        List<Outage> outages = about.outages(random, Cluster.STEP_MILLIS, YEAR_MILLIS);
        return new Year(outages, new Random(random.nextLong()), Cluster.STEP_MILLIS, YEAR_MILLIS);
    }

    private static Account perfect(Year year, Case about, long seed) {
        Oracle.Delays delays =
                new Oracle.Delays(about.detection(), about.ttlMin(), about.ttlMax(), Cluster.STEP_MILLIS);
        return year.with(new Oracle(about.datacenters(), delays), about.users(new Random(seed)), about.capacity());
    }

    private static double mean(List<Row> rows, ToDoubleFunction<Row> part) {
        return rows.stream().mapToDouble(part).average().orElse(0);
    }

    /** How much is lost beside what detection and lifetimes allow; wanted are 1.1 at most. */
    double ratio() {
        return perfect == 0 ? 1 : counterweight / perfect;
    }
}
