package ai.magibu.embedding.internal.model;

import ai.magibu.embedding.api.ModelSourceException;
import ai.magibu.embedding.internal.config.OutputModule;
import ai.magibu.embedding.internal.config.ModelConfig;
import ai.magibu.embedding.internal.config.ModelConfigReader;
import ai.magibu.embedding.internal.config.ModelFile;
import ai.magibu.embedding.internal.safetensors.Checkpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A model's folder, read and checked: config and weights agree, and the tokenizer is there.
 *
 * @param folder the SentenceTransformers directory
 * @param tokenizer the {@code tokenizer.json}
 * @param files every file the vectors depend on, the tokenizer's last
 */
public record CheckedModel(Path folder, ModelConfig config, ModelWeights weights, Path tokenizer, List<Path> files) {

    private static final int BUFFER_BYTES = 1 << 20;

    /**
     * @throws ModelSourceException if a file is missing or cannot be read
     * @throws ai.magibu.embedding.api.ModelFormatException if a file is malformed or contradicts another
     * @throws ai.magibu.embedding.api.UnsupportedModelException if the model asks for what is not computed here
     */
    public static CheckedModel open(Path folder) {
        ModelConfig config = ModelConfigReader.read(folder);
        Checkpoint backbone = Checkpoint.open(config.transformerFolder());
        List<OutputModule.Dense> dense = config.heads().stream()
                .filter(OutputModule.Dense.class::isInstance)
                .map(OutputModule.Dense.class::cast)
                .toList();
        List<Checkpoint> denseCheckpoints = dense.stream().map(head -> Checkpoint.open(head.folder())).toList();
        ModelWeights weights = WeightReader.read(config.gemma(), backbone, dense, denseCheckpoints);
        Path tokenizer = tokenizer(config);
        List<Path> files = new ArrayList<>(config.files());
        files.addAll(backbone.files());
        denseCheckpoints.forEach(checkpoint -> files.addAll(checkpoint.files()));
        files.add(tokenizer);
        return new CheckedModel(folder, config, weights, tokenizer, List.copyOf(files));
    }

    /** The {@code tokenizer.json} of a model whose config has been read. */
    public static Path tokenizer(ModelConfig config) {
        Path file = config.transformerFolder().resolve("tokenizer.json");
        if (!ModelFile.exists(file)) {
            throw new ModelSourceException("the model's file " + file + " is missing (a tokenizer.model alone is not enough)");
        }
        ModelFile.requireSize(file);
        return file;
    }

    /** SHA-256 over the names and the content of {@link #files()}, in hexadecimal: equal exactly when the vectors are. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            for (Path file : files) {
                digest(file, digest, buffer);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
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
