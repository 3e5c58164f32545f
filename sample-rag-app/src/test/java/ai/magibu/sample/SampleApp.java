package ai.magibu.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The application as a user starts it, on a free port, with the database that magibu-dev-postgres finds
 * ({@code -Dmagibu.test.database=pglite} for another) in a separate folder.
 */
public final class SampleApp implements AutoCloseable {

    private static SampleApp shared;
    private static Path template;

    private final ConfigurableApplicationContext context;

    private SampleApp(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Returns one without a chat model that all tests share. */
    public static synchronized SampleApp shared() {
        if (shared == null) {
            shared = start(filledFolder());
        }
        return shared;
    }

    /** Returns a folder with a database that has the bundled documents, a copy: only the first application ingests them. */
    public static synchronized Path filledFolder() {
        if (template == null) {
            template = temporaryFolder();
            start(template).close();
        }
        Path folder = temporaryFolder();
        if (Files.exists(template.resolve("docker-volume"))) {
            return folder; // the data is elsewhere
        }
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, folder.resolve(template.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns after the bundled documents are stored. */
    public static SampleApp start(Path data, String... settings) {
        SampleApp app = startNow(data, settings);
        app.api().awaitIdle();
        return app;
    }

    public static SampleApp startNow(Path data, String... settings) {
        List<String> arguments = new ArrayList<>(arguments(data));
        arguments.addAll(List.of(settings));
        return new SampleApp(SpringApplication.run(SampleApplication.class, arguments.toArray(String[]::new)));
    }

    public static List<String> arguments(Path data) {
        return List.of(
                "--server.port=0",
                "--magibu.dev-postgres.directory=" + data,
                "--magibu.dev-postgres.kind=" + System.getProperty("magibu.test.database", "auto"));
    }

    /** Returns a folder that is deleted at the end of the JVM, after the applications have stopped their databases. */
    public static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("sample-rag-app-");
            SpringApplication.getShutdownHandlers().add(() -> {
                try {
                    FileSystemUtils.deleteRecursively(folder);
                } catch (IOException e) {
                    // It is a temporary folder.
                }
            });
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    public Api api() {
        return new Api(url());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Sentences without meaning: many of them take seconds, and they are far from every question. */
    public static String longText(int sentences) {
        Random random = new Random(sentences);
        String[] syllables = {"qa", "wex", "zur", "jö", "xip", "kwo", "vuq", "tij", "pox", "hüw"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sentences; i++) {
            for (int word = 0; word < 8; word++) {
                text.append(syllables[random.nextInt(10)]).append(syllables[random.nextInt(10)]).append(word == 7 ? ". " : " ");
            }
        }
        return text.toString();
    }

    /** A file to upload. */
    public static Map.Entry<String, byte[]> file(String name, String content) {
        return Map.entry(name, content.getBytes(StandardCharsets.UTF_8));
    }
}
