package io.counterweight.controller.kit;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.SelfCheck;
import io.counterweight.engine.name.ControllerId;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reports that say nothing but who wrote them. */
public final class Reports {
    private Reports() {}

    public static Report of(String writer, long incarnation, long sequence) {
        return new Report(
                ControllerId.parse(writer),
                new ReportStamp(incarnation, sequence),
                1,
                new SelfCheck(false, 3, 3, false, false),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>());
    }
}
