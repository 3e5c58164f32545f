package ai.magibu.benchmarks;

import java.nio.file.Path;

/** The small model of the core's tests. */
final class TinyModel {

    static final Path FOLDER = Path.of("../magibu-embedding-core/src/test/resources/models/tiny/model");

    private TinyModel() {}
}
