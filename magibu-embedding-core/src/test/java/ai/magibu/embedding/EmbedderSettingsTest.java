package ai.magibu.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.source.ModelSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class EmbedderSettingsTest {

    private static final List<RecordComponent> SETTINGS = Arrays.asList(EmbedderSettings.class.getRecordComponents());

    /** A value of the setting's type that is neither its default nor another setting's value. */
    private static Object value(RecordComponent setting) {
        Class<?> type = setting.getType();
        if (type == Integer.class) {
            return 1_000 + SETTINGS.indexOf(setting);
        }
        if (type == boolean.class) {
            return !setting.getName().equals("memoryArena");
        }
        return Stream.of(
                ModelSource.folder(Path.of("models/x")), Device.cuda(3), Precision.BF16, OnTooLong.FAIL,
                Path.of("some/cache"), Duration.ofSeconds(77))
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Method setter(RecordComponent setting) throws NoSuchMethodException {
        return EmbedderSettings.Builder.class.getMethod(setting.getName(), setting.getType());
    }

    private static EmbedderSettings all() throws ReflectiveOperationException {
        EmbedderSettings.Builder builder = EmbedderSettings.builder();
        for (RecordComponent setting : SETTINGS) {
            setter(setting).invoke(builder, value(setting));
        }
        return builder.build();
    }

    /** Two neighbors of one type could be swapped, and nothing else would notice. */
    @Test
    void everySettingIsSetByItsOwnName() throws ReflectiveOperationException {
        EmbedderSettings defaults = EmbedderSettings.builder().build();
        EmbedderSettings settings = all();
        for (RecordComponent setting : SETTINGS) {
            Object value = setting.getAccessor().invoke(settings);
            assertThat(value).as(setting.getName()).isEqualTo(value(setting));
            assertThat(value).as(setting.getName()).isNotEqualTo(setting.getAccessor().invoke(defaults));
        }
        assertThat(settings.toBuilder().build()).isEqualTo(settings);
    }

    static Stream<RecordComponent> counts() {
        return SETTINGS.stream().filter(setting -> setting.getType() == Integer.class);
    }

    @ParameterizedTest
    @MethodSource("counts")
    void countsStartAtOne(RecordComponent setting) throws ReflectiveOperationException {
        Method setter = setter(setting);
        for (int value : new int[] {0, -1}) {
            assertThatThrownBy(() -> setter.invoke(EmbedderSettings.builder(), value))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(setting.getName() + " must be (at least 1|from 1 to 1,024), not " + value);
        }
        setter.invoke(EmbedderSettings.builder(), 1);
        setter.invoke(EmbedderSettings.builder(), (Object) null); // the default
    }

    @ParameterizedTest
    @ValueSource(ints = {1_025, Integer.MAX_VALUE})
    void moreThreadsThanAnyMachineHasAreRejected(int threads) {
        assertThatIllegalArgumentException().isThrownBy(() -> EmbedderSettings.builder().threads(threads))
                .withMessage("threads must be from 1 to 1,024, not " + threads);
        assertThat(EmbedderSettings.builder().threads(1_024).build().threads()).isEqualTo(1_024);
    }

    @Test
    void cacheDirectoryOfAnotherFileSystemIsRejected(@TempDir Path folder) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("x.zip"), Map.of("create", "true"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> EmbedderSettings.builder().cacheDirectory(zip.getPath("/cache")))
                    .withMessageContainingAll("cacheDirectory", "default file system", "/cache", "x.zip");
        }
    }

    /** Byte by byte what a program on another machine reads. */
    @Test
    void settingsTravelByValue() throws Exception {
        EmbedderSettings settings = all();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            EmbedderSettings read = (EmbedderSettings) in.readObject();
            assertThat(read.model()).hasToString(Path.of("models/x").toAbsolutePath().toString());
            assertThat(read.toBuilder().model(settings.model()).build()).isEqualTo(settings);
        }
    }

    @Test
    void everyKindOfModelTravels() throws Exception {
        for (String model : List.of("owner/name@main", "classpath:/models/x/", "/models/x")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(ModelSource.parse(model));
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).hasToString(model).hasSameClassAs(ModelSource.parse(model));
            }
        }
    }

    /** The tests run in a folder with this folder in it. */
    @Test
    void modelOfAHubStaysOneWhereAFolderHasItsName() throws Exception {
        assertThat(Path.of("src/main")).isDirectory();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(ModelSource.hub("src/main"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).hasSameClassAs(ModelSource.hub("owner/name"))
                    .hasToString("src/main")
                    .extracting("revision").isEqualTo("main");
        }
    }

    @Test
    void builderHasNoSerialForm() {
        assertThat(EmbedderSettings.builder()).isNotInstanceOf(Serializable.class);
    }

    @Test
    void refusedValueLeavesTheBuilderAsItWas() throws ReflectiveOperationException {
        EmbedderSettings.Builder builder = EmbedderSettings.builder();
        for (RecordComponent setting : SETTINGS) {
            Object invalid = setting.getType() == Integer.class
                    ? Integer.valueOf(0)
                    : setting.getType() == Duration.class ? Duration.ofSeconds(-1) : null;
            if (setting.getType() != boolean.class && setting.getType() != Precision.class && setting.getType() != Path.class) {
                assertThatThrownBy(() -> setter(setting).invoke(builder, invalid))
                        .cause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(setting.getName());
            }
        }
        assertThat(builder.threads(2).build()).isEqualTo(EmbedderSettings.builder().threads(2).build());
    }

    @Test
    void loadNeedsAModel() {
        assertThatIllegalArgumentException().isThrownBy(() -> MagibuEmbedder.load(EmbedderSettings.builder().build(), List.of()))
                .withMessageContaining("no model is set");
    }
}
