package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.config.ModelFile;
import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.folder.ModelFiles;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import ai.magibu.hub.internal.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model's folder, read and checked: config and weights agree, and the tokenizer is there. Safe for concurrent use. */
public final class CheckedModel {

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path folder;
    private final ModelConfig config;
    private final ModelWeights weights;
    private final List<Path> files;
    private @Nullable String fingerprint;

    private CheckedModel(Path folder, ModelConfig config, ModelWeights weights, List<Path> files) {
        this.folder = folder;
        this.config = config;
        this.weights = weights;
        this.files = files;
    }

    /**
     * Opens a SentenceTransformers folder.
     *
     * @throws ModelSourceException if a file is missing or cannot be read
     * @throws ai.magibu.embedding.api.ModelFormatException if a file is malformed or contradicts another
     * @throws ai.magibu.embedding.api.UnsupportedModelException if the model needs something that is not computed here
     */
    public static CheckedModel open(Path folder) {
        ModelConfig config = ModelConfigReader.read(folder);
        Checkpoint backbone = Checkpoint.open(config.transformerFolder());
        List<OutputModule.Dense> dense = config.outputModules().stream()
                .filter(OutputModule.Dense.class::isInstance)
                .map(OutputModule.Dense.class::cast)
                .toList();
        List<Checkpoint> denseCheckpoints = dense.stream().map(module -> Checkpoint.open(module.folder())).toList();
        ModelWeights weights = WeightReader.read(config.gemma(), backbone, dense, denseCheckpoints);
        List<Path> files = new ArrayList<>(config.files());
        files.addAll(backbone.files());
        denseCheckpoints.forEach(checkpoint -> files.addAll(checkpoint.files()));
        files.add(tokenizer(config));
        return new CheckedModel(folder, config, weights, List.copyOf(files));
    }

    /** Returns the {@code tokenizer.json} of a model whose config has been read. */
    public static Path tokenizer(ModelConfig config) {
        Path file = config.transformerFolder().resolve(ModelFiles.TOKENIZER);
        if (!ModelFile.exists(file)) {
            throw new ModelSourceException("the model's file " + file + " is missing (a tokenizer.model alone is not enough)");
        }
        ModelFile.requireSize(file);
        return file;
    }

    public Path folder() {
        return folder;
    }

    public ModelConfig config() {
        return config;
    }

    public ModelWeights weights() {
        return weights;
    }

    /** Returns every file that the vectors depend on, the tokenizer's last. */
    public List<Path> files() {
        return files;
    }

    public Path tokenizer() {
        return files.get(files.size() - 1);
    }

    /**
     * Returns the SHA-256 over the names and the content of {@link #files()}, in hexadecimal: equal exactly when the vectors are. The
     * first call reads the files.
     */
    public synchronized String fingerprint() {
        if (fingerprint == null) {
            MessageDigest digest = Digests.sha256();
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            files.forEach(file -> digest(file, digest, buffer));
            fingerprint = HexFormat.of().formatHex(digest.digest());
        }
        return fingerprint;
    }

    private void digest(Path file, MessageDigest digest, ByteBuffer buffer) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        digest.update((name + '\0' + ModelFile.requireSize(file) + '\0').getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        } catch (IOException e) {
            throw ModelFile.unreadable(file, e);
        }
    }
}
