package io.counterweight.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.intent.ReplayQuestion;
import io.counterweight.controller.recording.ReplayView;
import io.counterweight.controller.recording.Replaying;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.replay.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Decides again what a controller decided, without any controller.",
            "Ends with 0 where everything is as it was, with 1 where anything is decided otherwise."
        })
final class Replay implements Callable<Integer> {
    private static final int MOST = 500;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "An exported recording, or a controller's folder 'recording'.")
    private Path file = Path.of("recording.cwr");

    @Option(
            names = "--policy",
            paramLabel = "SERVICE=FILE",
            description = "The policy of a service, as JSON, in place of the recorded one. May be given several times.")
    private Map<String, Path> policies = new TreeMap<>();

    @Option(
            names = "--from",
            paramLabel = "MOMENT",
            description = "From when on, such as 2026-11-24T09:30:00Z: the other policies are in force from then on.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Up to when.")
    private @Nullable String to;

    @Option(names = "--json", description = "Prints JSON, for programs.")
    private boolean json;

    @Override
    public Integer call() throws Cannot, WrongUse {
        Recordings recordings = new Recordings(file);
        Replaying replaying = new Replaying(question(recordings), () -> true);
        recordings.read(replaying);
        ReplayView view = replaying
                .view()
                .orElseThrow(
                        () -> new Cannot(file + " holds no recording that can be read: export one with cw export"));
        Printed.to(spec).println(json ? Wire.text(view) : view.text());
        return view.exact() && view.differences().isEmpty() ? 0 : Main.OTHERWISE;
    }

    private Question question(Recordings recordings) throws Cannot, WrongUse {
        try {
            long begin = from == null ? 0 : ReplayQuestion.moment("--from", from);
            long end = to == null ? Long.MAX_VALUE : ReplayQuestion.moment("--to", to);
            return new Question(begin, end, policies(recordings), MOST);
        } catch (InvalidIntent e) {
            throw new WrongUse(String.valueOf(e.getMessage()));
        }
    }

    private SortedMap<ServiceName, Policy> policies(Recordings recordings) throws Cannot, WrongUse {
        if (policies.isEmpty()) {
            return new TreeMap<>();
        }
        SortedSet<Site> datacenters = RecordedSites.of(recordings);
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode all = mapper.createObjectNode();
        for (Map.Entry<String, Path> each : policies.entrySet()) {
            try {
                all.set(each.getKey(), mapper.readTree(Files.readString(each.getValue())));
            } catch (JsonProcessingException e) {
                throw new WrongUse(
                        each.getValue() + " is no JSON" + where(e) + ": mend it there, or name another file");
            } catch (IOException e) {
                throw new Cannot(each.getValue() + " cannot be read: " + e.getMessage());
            }
        }
        return ReplayQuestion.policies(all, datacenters);
    }

    /** The parser's own words speak of its settings. */
    private static String where(JsonProcessingException failure) {
        JsonLocation at = failure.getLocation();
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
