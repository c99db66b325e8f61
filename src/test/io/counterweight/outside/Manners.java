package io.counterweight.outside;

import io.counterweight.outside.Application.Manner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Good manners and bad ones. */
final class Manners {
    private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";
    private static final long DRIP_MILLIS = 50;

    private Manners() {}

    /** Says that it serves, and who it is. */
    static Manner healthy(String service, String datacenter) {
        return says("200 OK", "X-Identity: " + service + "@" + datacenter, UP);
    }

    /** Answers with this status, these header lines and this body, and keeps the connection. */
    static Manner says(String status, String headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return out -> {
            head(out, status, headers + "\r\nContent-Length: " + bytes.length);
            out.write(bytes);
            out.flush();
            return true;
        };
    }

    /** Reads the question and never answers. */
    static Manner silent() {
        return out -> {
            forever();
            return false;
        };
    }

    /** The body comes a byte at a time and has no end. */
    static Manner dripping(String identity) {
        return out -> {
            head(out, "200 OK", identity + "\r\nContent-Length: 1000000");
            CountDownLatch never = new CountDownLatch(1);
            do {
                out.write(' ');
                out.flush();
            } while (!never.await(DRIP_MILLIS, TimeUnit.MILLISECONDS));
            return false;
        };
    }

    /** Writes what is no HTTP, and goes. */
    static Manner babbling() {
        return out -> {
            out.write("\u0007\u0000{]} 42 maybe\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return false;
        };
    }

    /** Closes each connection before a word is said. */
    static Manner hangingUp() {
        return new Manner() {
            @Override
            public boolean answer(OutputStream out) {
                return false;
            }

            @Override
            public boolean hangsUp() {
                return true;
            }
        };
    }

    private static void head(OutputStream out, String status, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Until the connection's thread ends with the test. */
    private static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
