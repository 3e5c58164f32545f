package ai.magibu.embedding.api;

import java.nio.file.Path;

/**
 * The files are sound, but ask for something this library does not compute (an architecture, module type, activation,
 * pooling mode, RoPE scaling …). It is refused by name rather than approximated.
 */
public final class UnsupportedModelException extends MagibuException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    /**
     * @param file the file that asks for it
     * @param found what it asks for
     * @param supported what could be used instead
     */
    public UnsupportedModelException(Path file, String found, String supported) {
        super(file + ": " + found + " is not supported; supported: " + supported, null);
        this.file = file;
    }

    /** The file that asks for what is not supported. */
    public Path file() {
        return file;
    }
}
