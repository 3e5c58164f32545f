package ai.magibu.it.applications;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A {@link WebApplication} in a separate JVM. Closing it kills it. */
final class RunningApplication implements AutoCloseable {

    private final Process process;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicInteger embedding = new AtomicInteger();
    private volatile int port;

    RunningApplication(ChildJvm jvm, String... arguments) throws Exception {
        process = jvm.start(WebApplication.class, arguments);
        Thread reader = new Thread(this::read, "output of the application");
        reader.setDaemon(true);
        reader.start();
        if (!started.await(5, TimeUnit.MINUTES) || port == 0) {
            close();
            throw new IllegalStateException("the application did not start; its output is above");
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                System.out.println("  " + line);
                if (line.startsWith("embedding ")) {
                    embedding.incrementAndGet();
                } else if (line.startsWith("port: ")) {
                    port = Integer.parseInt(line.substring("port: ".length()));
                    started.countDown();
                }
            }
        } catch (IOException e) {
            System.out.println(e);
        } finally {
            started.countDown();
        }
    }

    /** Returns the number of calls of the embedder so far. */
    int embedding() {
        return embedding.get();
    }

    CompletableFuture<HttpResponse<String>> get(String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
    }

    /** Sends SIGTERM, waits for the end and returns the time in ms. */
    long terminate() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("still running after five minutes");
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
