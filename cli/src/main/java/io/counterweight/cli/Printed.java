package io.counterweight.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints. */
final class Printed {
    private Printed() {}

    static PrintWriter to(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("a command runs only from a command line");
        }
        return spec.commandLine().getOut();
    }
}
