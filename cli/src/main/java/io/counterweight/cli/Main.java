package io.counterweight.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/**
 * The command. It ends with 0 where all is as it was asked about, 1 where a replay decides anything otherwise, 2 on wrong usage and 3
 * where something cannot be read or reached.
 */
@Command(
        name = "cw",
        description = "Asks a controller, and replays what one recorded.",
        mixinStandardHelpOptions = true,
        version = "cw 0.1.0",
        subcommands = {Replay.class, Explain.class, Export.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    static final int OTHERWISE = 1;
    static final int CANNOT = 3;

    private Main() {}

    /** Runs it; anything that it prints goes to these. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("cw: " + words(failure));
                    return failure instanceof WrongUse ? ExitCode.USAGE : CANNOT;
                })
                .execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static String words(Exception failure) {
        return failure instanceof Cannot || failure instanceof WrongUse
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }
}
