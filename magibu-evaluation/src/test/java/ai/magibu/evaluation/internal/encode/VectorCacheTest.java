package ai.magibu.evaluation.internal.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import ai.magibu.evaluation.api.EvaluationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorCacheTest {

    private static final TextKey A = new TextKey(1, 2);
    private static final TextKey B = new TextKey(3, 4);
    private static final TextKey C = new TextKey(5, 6);

    @TempDir
    private Path folder;

    @Test
    void vectorsOutliveTheProcess() {
        try (VectorCache cache = open()) {
            cache.append(List.of(A, B), List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6}));
        }
        try (VectorCache cache = open()) {
            cache.append(List.of(C), List.of(new float[] {7, 8, 9}));
            assertThat(row(cache, C, A, B)).containsExactly(7, 8, 9, 1, 2, 3, 4, 5, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11, 12, 13, 23})
    void vectorsThatWereHalfWrittenAreDropped(int lost) throws IOException {
        twoVectors();
        shorten("vectors.f32", lost);
        try (VectorCache cache = open()) {
            assertThat(cache.contains(A)).isEqualTo(lost <= 12);
            assertThat(cache.contains(B)).isFalse();
            cache.append(List.of(C), List.of(new float[] {7, 8, 9}));
            assertThat(row(cache, C)).containsExactly(7, 8, 9);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17})
    void vectorsWithoutACompleteKeyAreDropped(int lost) throws IOException {
        twoVectors();
        shorten("keys.bin", lost);
        try (VectorCache cache = open()) {
            assertThat(cache.contains(A)).isEqualTo(lost <= 16);
            assertThat(cache.contains(B)).isFalse();
        }
        assertThat(Files.size(folder.resolve("vectors.f32"))).isEqualTo(lost <= 16 ? 12 : 0);
    }

    @Test
    void anotherEvaluationMustWait() {
        try (VectorCache cache = open()) {
            assertThatThrownBy(this::open).isInstanceOf(EvaluationException.class).hasMessageContaining("another evaluation");
            assertThat(cache.contains(A)).isFalse();
        }
        open().close();
    }

    private VectorCache open() {
        return VectorCache.open(folder, 3);
    }

    private void twoVectors() {
        try (VectorCache cache = open()) {
            cache.append(List.of(A, B), List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6}));
        }
    }

    private void shorten(String file, int bytes) throws IOException {
        Path path = folder.resolve(file);
        try (var channel = java.nio.channels.FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    private static float[] row(VectorCache cache, TextKey... keys) {
        float[] found = new float[keys.length * 3];
        cache.vectors(List.of(keys)).read(0, keys.length, found);
        return found;
    }
}
