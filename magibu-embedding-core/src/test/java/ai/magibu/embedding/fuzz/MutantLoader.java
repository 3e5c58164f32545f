package ai.magibu.embedding.fuzz;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.MagibuException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The child process of {@link FuzzRun}: loads mutants one by one and prints a line for each. The arguments are the folder of the
 * sound models, a work folder, the seed, the first number, and the first number of the next process. An optional folder keeps each
 * mutant that loads, with its vectors, for {@code reference/compare_mutants.py}.
 */
final class MutantLoader {

    private static final String SHORT =
            "Bug\u00fcn hava \u00e7ok g\u00fczel. <mask> \ud83d\ude00 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa d\u0131 nedir? \u6f22\u5b57";
    private static final String LONG = IntStream.range(0, 300).mapToObj(i -> "kelime" + i + " g\u00fczel").collect(Collectors.joining(" "));

    private MutantLoader() {}

    public static void main(String[] arguments) throws IOException {
        Path models = Path.of(arguments[0]);
        Path work = Path.of(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (int number = Integer.parseInt(arguments[3]); number < Integer.parseInt(arguments[4]); number++) {
            delete(work);
            Path model = Files.createDirectories(work.resolve("model"));
            String mutation = Mutator.write(models, seed, number, model);
            out.println(line("START", number, mutation));
            Path kept = arguments.length > 5 ? Path.of(arguments[5]).resolve(String.valueOf(number)) : null;
            out.println(line("END", number, outcome(model, work.resolve("cache"), kept)));
        }
        System.exit(0);
    }

    private static String line(String kind, int number, String text) {
        return kind + "\t" + number + "\t" + text.replaceAll("[\\p{Cntrl}\\p{Cs}&&[^\t]]", " ");
    }

    private static String outcome(Path model, Path cache, @Nullable Path kept) throws IOException {
        try (MagibuEmbedder embedder = load(model, cache)) {
            try {
                float[] first = vectors(embedder);
                try (MagibuEmbedder again = load(model, cache)) {
                    String verdict = judge(first, vectors(again));
                    if (kept != null) {
                        keep(model, kept, first);
                    }
                    return "LOADED\t" + verdict;
                }
            } catch (MagibuException e) {
                return "ENCODE\t" + e.getClass().getSimpleName() + "\t" + e.getMessage();
            } catch (IllegalArgumentException e) {
                String message = String.valueOf(e.getMessage());
                return (message.startsWith("text 0: ") ? "ENCODE" : "UNDOCUMENTED") + "\tIllegalArgumentException\t" + message;
            }
        } catch (MagibuException e) {
            return "REJECTED\t" + e.getClass().getSimpleName() + "\t" + e.getMessage();
        } catch (Throwable e) {
            return "UNDOCUMENTED\t" + e.getClass().getName() + "\t" + e.getMessage() + " "
                    + List.of(e.getStackTrace()).stream().limit(3).toList();
        }
    }

    private static void keep(Path model, Path kept, float[] vectors) throws IOException {
        Files.createDirectories(kept);
        Files.move(model, kept.resolve("model"));
        new JsonMapper().writeValue(kept.resolve("vectors.json").toFile(), Map.of("query", SHORT, "document", LONG, "vectors", vectors));
    }

    private static MagibuEmbedder load(Path model, Path cache) {
        return MagibuEmbedder.builder().model(model).cacheDirectory(cache).device(Device.CPU).threads(1).load();
    }

    private static float[] vectors(MagibuEmbedder embedder) {
        float[] query = embedder.encodeQuery(SHORT);
        float[] document = embedder.encodeDocument(LONG);
        float[] both = Arrays.copyOf(query, query.length + document.length);
        System.arraycopy(document, 0, both, query.length, document.length);
        return both;
    }

    /** "sound", or what is wrong. */
    private static String judge(float[] first, float[] second) {
        double squares = 0;
        for (int i = 0; i < first.length; i++) {
            if (!Float.isFinite(first[i])) {
                return "NOT FINITE";
            }
            if (Math.abs(first[i] - second[i]) > 1e-5) {
                return "DIFFERS AT THE SECOND LOAD";
            }
            squares += first[i] * first[i];
        }
        return squares == 0 ? "ZERO" : String.format(Locale.ROOT, "sound\t%.6f", Math.sqrt(squares));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
