package ai.magibu.sample.http;

import ai.magibu.sample.SampleApplication;
import ai.magibu.sample.database.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The application as a user starts it, with the database that the finder finds ({@code -Dmagibu.test.database=pglite} for
 * another), on a free port and a data folder of its own.
 */
public final class SampleApp implements AutoCloseable {

    /** Many tests are one client of one application: they ask more in a minute than people do. */
    static final String[] UNLIMITED = {
        "--sample.security.limits.searches=100000", "--sample.security.limits.asks=100000", "--sample.security.limits.uploads=100000"
    };

    private static SampleApp shared;

    private final ConfigurableApplicationContext context;

    private SampleApp(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** One that lives as long as the tests, without a chat model. It ends with the JVM, by Spring's shutdown hook. */
    public static synchronized SampleApp shared() {
        if (shared == null) {
            shared = start(temporaryFolder(), UNLIMITED);
        }
        return shared;
    }

    public static SampleApp start(Path data, String... settings) {
        List<String> arguments = new ArrayList<>(arguments(data));
        arguments.addAll(List.of(settings));
        SampleApp app = new SampleApp(SampleApplication.run(arguments.toArray(String[]::new)));
        if (app.context.getEnvironment().containsProperty("local.server.port")) {
            app.api().awaitIdle(); // until the bundled documents are stored
        }
        return app;
    }

    /** Another instance on the database of this one. */
    public SampleApp replica(String... settings) {
        Database database = bean(Database.class);
        List<String> all = new ArrayList<>(List.of(
                "--sample.database.use=configured",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password()));
        all.addAll(List.of(settings));
        return start(temporaryFolder(), all.toArray(String[]::new));
    }

    /** The command line arguments that every start in the tests has. */
    public static List<String> arguments(Path data) {
        List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--sample.data-directory=" + data));
        String database = System.getProperty("magibu.test.database", "auto");
        if (!database.equals("auto")) {
            arguments.add("--sample.database.use=" + database);
        }
        return arguments;
    }

    /** A folder that goes when the JVM does, after the applications have stopped their databases. */
    public static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("sample-rag-app-");
            SpringApplication.getShutdownHandlers().add(() -> delete(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            // A temporary folder more; the system clears it.
        }
    }

    public String url() {
        return "http://127.0.0.1:" + setting("local.server.port");
    }

    public String setting(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    public Api api() {
        return new Api(url());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** So many sentences of words that mean nothing: enough for seconds of work, and far from every question. */
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
