package ai.magibu.sample.model;

import ai.magibu.sample.startup.StartupProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.StringUtils;

/**
 * Where {@code magibu.embedding.model} is not set, sets it to the demo model that this application carries. An embedder reads
 * a folder, and a packaged application has none, so the files are first laid out in the data folder.
 */
final class DemoModelDefault implements EnvironmentPostProcessor, Ordered {

    /** True where the demo model was taken. */
    static final String IS_DEMO = "sample.demo-model";

    private static final String MODEL = "magibu.embedding.model";
    private static final String RESOURCES = "demo/model/";

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE; // after application.yml and everything else that may set the property
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (StringUtils.hasText(environment.getProperty(MODEL))) {
            return;
        }
        Path data = Path.of(environment.getProperty("sample.data-directory", "data")).toAbsolutePath();
        try {
            Map<String, Object> defaults = Map.of(MODEL, layOut(data).toString(), IS_DEMO, "true");
            environment.getPropertySources().addFirst(new MapPropertySource("demo model", defaults));
        } catch (IOException e) {
            throw new StartupProblem(
                    "The demo model could not be laid out in " + data + ": " + e,
                    "Choose a writable folder with sample.data-directory=<folder>, or your own model with " + MODEL
                            + "=<folder>.",
                    e);
        }
    }

    private static Path layOut(Path data) throws IOException {
        SortedMap<String, byte[]> files = readResources();
        if (files.isEmpty()) {
            throw new StartupProblem(
                    "No embedding model is configured, and this build carries no demo model.",
                    "Set " + MODEL + "=<folder with a SentenceTransformers model>.");
        }
        Path folder = data.resolve("demo-model-" + digest(files));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(data);
        Path unfinished = Files.createTempDirectory(data, "demo-model-");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = unfinished.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
        return folder;
    }

    private static SortedMap<String, byte[]> readResources() throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (Resource resource : new PathMatchingResourcePatternResolver().getResources("classpath*:" + RESOURCES + "**")) {
            String uri = resource.getURL().toString();
            if (resource.isReadable() && !uri.endsWith("/")) {
                files.put(uri.substring(uri.lastIndexOf(RESOURCES) + RESOURCES.length()), resource.getContentAsByteArray());
            }
        }
        return files;
    }

    private static String digest(SortedMap<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has SHA-256
        }
    }
}
