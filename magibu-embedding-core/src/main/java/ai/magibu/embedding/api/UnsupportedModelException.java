package ai.magibu.embedding.api;

import java.nio.file.Path;

/**
 * The files are valid but need an unsupported feature (an architecture, module type, activation, pooling mode, RoPE scaling …). The
 * library rejects it by name and does not approximate it.
 */
public final class UnsupportedModelException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /**
     * @param file the file that names the feature
     * @param found the unsupported feature
     * @param supported the supported alternatives
     */
    public UnsupportedModelException(Path file, String found, String supported) {
        super(file + ": " + found + " is not supported; supported: " + supported, null);
        this.file = file;
    }

    /** Returns the file that names the feature. */
    public Path file() {
        return file;
    }
}
