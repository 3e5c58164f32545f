package ai.magibu.benchmarks;

import ai.magibu.embedding.ModelInfo;
import ai.magibu.embedding.api.Precision;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The subjects: their commands, and the files that these need. Missing files are made. */
final class Peers {

    static final String MAGIBU_FP32 = "magibu fp32";
    static final String MAGIBU_INT8 = "magibu int8";
    static final String MAGIBU_BF16 = "magibu bf16";

    /** The heap of our own processes; the same for all rows, so that the memory is comparable. */
    private static final String HEAP = "-Xmx512m";

    enum Peer {
        SENTENCE_TRANSFORMERS,
        SENTENCE_TRANSFORMERS_BF16,
        ONNX_PLAIN,
        LANGCHAIN4J,
        SPRING_AI,
        LLAMA_CPP;

        /** Returns the name on the command line. */
        String id() {
            return this == LLAMA_CPP ? "llama.cpp" : name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns whether it runs the model's files; the others need files that are prepared from one model. */
        boolean readsModel() {
            return this == SENTENCE_TRANSFORMERS || this == SENTENCE_TRANSFORMERS_BF16;
        }
    }

    private final Path programs;
    private final Path prepared;
    private final String python;
    private final String node;
    private final int threads;

    /**
     * @param programs the module's folder {@code peers}
     * @param prepared the folder of the compiled graphs: Magibu's own, the plain export, the GGUF files
     */
    Peers(Path programs, Path prepared, String python, String node, int threads) {
        this.programs = programs.toAbsolutePath();
        this.prepared = prepared.toAbsolutePath();
        this.python = python;
        this.node = node;
        this.threads = threads;
    }

    /** @param sharedBatches whether its callers share batches */
    Subject magibu(Path model, Precision precision, boolean sharedBatches) {
        List<String> command = ours("magibu", precision);
        Path cache = prepared.resolve("magibu").resolve(fingerprint(model) + "-" + name(precision));
        command.addAll(List.of("--model", model.toString(), "--cache", cache.toString()));
        if (sharedBatches) {
            command.add("--shared-batches");
        }
        return new Subject("magibu " + name(precision), false, true, command, Map.of(), null);
    }

    private static String fingerprint(Path model) {
        return ModelInfo.read(model).fingerprint().substring(0, 8);
    }

    Subject gemm(Precision precision) {
        String name = precision == Precision.INT8 ? "matrix product u8s8" : "matrix product fp32";
        return new Subject(name, false, false, ours("gemm", precision), Map.of(), null);
    }

    private static String name(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    private List<String> ours(String kind, Precision precision) {
        return new ArrayList<>(List.of(
                java(),
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Benchmarks.class.getName(),
                "subject",
                kind,
                "--precision",
                name(precision),
                "--threads",
                Integer.toString(threads)));
    }

    /**
     * Returns the subjects of a peer, one for each of its precisions.
     *
     * @throws PeerFailure if something it needs is missing and cannot be made
     */
    List<Subject> of(Peer peer, Path model) throws PeerFailure {
        String count = Integer.toString(threads);
        Map<String, String> openMp = Map.of("OMP_NUM_THREADS", count, "HF_HUB_OFFLINE", "1", "TOKENIZERS_PARALLELISM", "true");
        Path script = programs.resolve("python/peer.py");
        return switch (peer) {
            case SENTENCE_TRANSFORMERS, SENTENCE_TRANSFORMERS_BF16 -> List.of(new Subject(
                    peer.id(),
                    true,
                    true,
                    List.of(python, script.toString(), peer.id(), model.toString(), "--threads", count),
                    openMp,
                    null));
            case ONNX_PLAIN -> List.of(new Subject(
                    peer.id(),
                    false,
                    true,
                    List.of(python, script.toString(), peer.id(), model.toString(), "--plain", plain(model).toString(), "--threads",
                            count),
                    openMp,
                    null));
            case LANGCHAIN4J, SPRING_AI -> List.of(new Subject(
                    peer.id(),
                    false,
                    false,
                    List.of(java(), "-Xmx4g", "-cp", javaPeers(), "ai.magibu.benchmarks.peers.JavaPeer", peer.id(),
                            plain(model).toString()),
                    Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true"),
                    // Spring AI passes bytes to ONNX Runtime, which then searches the external weights in the working directory
                    plain(model)));
            case LLAMA_CPP -> List.of(llama("f32", model), llama("q8_0", model));
        };
    }

    private Subject llama(String type, Path model) throws PeerFailure {
        Path file = prepared.resolve(type + ".gguf");
        if (!Files.exists(file)) {
            prepare(List.of(
                    python, programs.resolve("python/write_gguf.py").toString(), model.toString(), file.toString(), "--type", type));
        }
        Path program = programs.resolve("node/peer.mjs");
        if (!Files.isDirectory(program.resolveSibling("node_modules"))) {
            throw new PeerFailure("is not installed: run npm ci in " + program.getParent());
        }
        return new Subject(
                Peer.LLAMA_CPP.id() + " " + type,
                false,
                false,
                List.of(node, program.toString(), file.toString(), Integer.toString(threads)),
                Map.of(),
                null);
    }

    private Path plain(Path model) throws PeerFailure {
        Path folder = prepared.resolve("plain");
        if (!Files.exists(folder.resolve("model.onnx"))) {
            prepare(List.of(python, programs.resolve("python/export_plain.py").toString(), model.toString(), folder.toString()));
        }
        return folder;
    }

    private String javaPeers() throws PeerFailure {
        Path target = programs.resolve("java/target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new PeerFailure("is not built: run ./mvnw -f " + programs.resolve("java") + " package");
        }
        return target.resolve("classes") + File.pathSeparator + target.resolve("lib") + File.separator + "*";
    }

    private static void prepare(List<String> command) throws PeerFailure {
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new PeerFailure("could not be prepared: status " + status + " of " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new PeerFailure("could not be prepared: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailure("was interrupted while it was prepared");
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
