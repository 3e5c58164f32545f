package ai.magibu.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Requests that HTTP client libraries do not send. */
final class RawHttp {

    /** An answer with its raw headers. */
    record Reply(int status, List<String> headers, String body) {

        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(header -> header.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private RawHttp() {}

    /** Sends these lines, an empty one and the body, and reads until the server closes the connection. */
    static Reply send(String url, String body, String... lines) {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n" + body).getBytes(UTF_8));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            List<String> head = answer.substring(0, end).lines().toList();
            return new Reply(
                    Integer.parseInt(head.get(0).split(" ")[1]), head.subList(1, head.size()), answer.substring(end + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends these lines and the first byte of a long body, and reads the status that comes before the rest; 0 without an answer. */
    static int statusBeforeTheBody(String url, String... lines) {
        URI uri = URI.create(url);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000); // the server waits for a body twice as long
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\nContent-Length: 100000000\r\n\r\n-").getBytes(UTF_8));
            socket.getOutputStream().flush();
            String start = new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), UTF_8);
            return Integer.parseInt(start.split(" ")[1]);
        } catch (SocketTimeoutException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reply get(String url, String path, String host) {
        return send(url, "", "GET " + path + " HTTP/1.1", "Host: " + host);
    }
}
