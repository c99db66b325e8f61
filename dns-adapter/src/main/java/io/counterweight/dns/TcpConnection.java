package io.counterweight.dns;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection, with as many queries as it likes, one after another. {@link #run} is its thread; the rest is for others. */
final class TcpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    private final Socket socket;
    private final Responder responder;
    private final long patienceNanos;
    private volatile long lastAnswer = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean leaving;

    /** {@code patienceNanos}: how long the client may take for one query, from the last answer until it has read the next. */
    TcpConnection(Socket socket, Responder responder, long patienceNanos) {
        this.socket = socket;
        this.responder = responder;
        this.patienceNanos = patienceNanos;
    }

    void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            answerAll();
        } catch (EOFException e) {
            LOG.trace("a DNS connection ended");
        } catch (IOException | RuntimeException e) {
            LOG.debug("a DNS connection broke: {}", e.toString());
        }
    }

    /** Whether nothing has come to an end for too long: a silent client, a slow one, or one that does not read. */
    boolean overdue(long nowNanos) {
        return nowNanos - lastAnswer > patienceNanos;
    }

    /** Asks the connection to end once what has been received is answered. May be called again. */
    void leave() {
        leaving = true;
        try {
            if (waiting && socket.getInputStream().available() == 0) {
                socket.shutdownInput();
            }
        } catch (IOException e) {
            LOG.trace("a DNS connection had ended already");
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a DNS connection: {}", e.toString());
        }
    }

    private void answerAll() throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        OutputStream out = socket.getOutputStream();
        Client client = Client.tcp(socket.getInetAddress());
        byte[] answer = new byte[Responder.BUFFER];
        do {
            waiting = true;
            int length = in.readUnsignedShort();
            waiting = false;
            byte[] query = new byte[length];
            in.readFully(query);
            int size = responder.respond(query, length, client, answer);
            if (size == 0) {
                return;
            }
            byte[] framed = new byte[size + 2];
            Wire.put16(framed, 0, size);
            System.arraycopy(answer, 0, framed, 2, size);
            out.write(framed);
            lastAnswer = System.nanoTime();
        } while (!leaving || in.available() > 0);
    }
}
