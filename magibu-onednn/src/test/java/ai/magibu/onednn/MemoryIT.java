package ai.magibu.onednn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.MagibuEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Native memory is freed. */
@ExtendWith(Bfloat16Machine.class)
class MemoryIT {

    private static final long MIB = 1 << 20;

    private static final String LONG_TEXT = "Sözleşmenin feshi hâlinde taraflar bildirimde bulunur. ".repeat(100);

    @TempDir
    private Path folder;

    /** Returns the bytes of this process that are in memory and in no file. */
    private static long resident() throws IOException {
        System.gc();
        String line = Files.readAllLines(Path.of("/proc/self/status"), UTF_8).stream()
                .filter(each -> each.startsWith("RssAnon:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    @Test
    void closedModelsLeaveNothing() throws IOException {
        long before = 0;
        for (int load = 0; load < 40; load++) {
            if (load == 20) {
                before = resident();
            }
            try (MagibuEmbedder embedder = Models.bf16("long").threads(2).load()) {
                embedder.encode(LONG_TEXT);
            }
        }
        assertThat(resident() - before).isLessThan(40 * MIB); // 2 MiB a load, of the JVM and the tokenizer
    }

    @Test
    void withoutArenaARunLeavesNothing() throws IOException {
        SeededModel model = new SeededModel(768, 12, 12, 64, 1_152, 64);
        Path written = model.writeTo(folder.resolve("model"));
        long[] kept = new long[2];
        for (int arena : new int[] {1, 0, 1}) { // the JVM grows during the first long text, which is measured again
            try (MagibuEmbedder embedder = Models.bf16(written).threads(1).memoryArena(arena == 1).load()) {
                embedder.encode("çay");
                long before = resident();
                embedder.encode(LONG_TEXT);
                kept[arena] = resident() - before;
            }
        }
        // more than 1,000 tokens: 3 MiB of the residual, 2 of queries, 6 of keys and values, and more of a tile
        assertThat(kept[1]).isGreaterThan(10 * MIB);
        assertThat(kept[0]).isLessThan(kept[1] - 10 * MIB);
    }
}
