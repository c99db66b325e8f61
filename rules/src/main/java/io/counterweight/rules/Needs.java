package io.counterweight.rules;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine. Where that is missing the test is skipped so that nobody overlooks it, or fails where
 * {@code COUNTERWEIGHT_REQUIRE_TOOLS} is 1. To be asked by a test or by what runs before it, never by a static initialiser, which can
 * only fail.
 */
public final class Needs {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    private Needs() {}

    /** Where a program of the system is. */
    public static String program(String name, String debianPackage) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> missing(name + ": run 'make tools', or install the package " + debianPackage));
    }

    /** That this machine has the address {@code ::1}. */
    public static void ipv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            Assertions.assertTrue(socket.isBound());
        } catch (IOException e) {
            throw missing("the address ::1, which cannot be bound (" + e.getMessage()
                    + "): enable IPv6 on the loopback interface, net.ipv6.conf.lo.disable_ipv6=0");
        }
    }

    /** Skips the test when thrown; where nothing may be skipped this fails it instead. */
    public static TestAbortedException missing(String what) {
        String words = "SKIPPED: this test needs " + what;
        if ("1".equals(System.getenv("COUNTERWEIGHT_REQUIRE_TOOLS"))) {
            Assertions.fail(words);
        }
        System.err.println(words);
        return new TestAbortedException(words);
    }
}
