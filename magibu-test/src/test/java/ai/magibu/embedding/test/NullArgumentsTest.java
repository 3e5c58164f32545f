package ai.magibu.embedding.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.magibu.embedding.EmbedderSettings;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.EncodeListener;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Precision;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.source.ModelParts;
import ai.magibu.embedding.source.ModelSource;
import ai.magibu.embedding.text.SentenceChunker;
import ai.magibu.hub.CachedRepository;
import ai.magibu.hub.CachedRevision;
import ai.magibu.hub.DownloadListener;
import ai.magibu.hub.Hub;
import ai.magibu.hub.HubCacheContents;
import ai.magibu.hub.HubSettings;
import ai.magibu.hub.RepositoryId;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method of the core, the hub's client and this module rejects null unless the parameter is nullable. */
class NullArgumentsTest {

    private static final MagibuEmbedder EMBEDDER = TinyModel.load();

    /** Records that users create. The others are results. */
    private static final Set<Class<?>> INPUTS = Set.of(EmbedderSettings.class, EncodeOptions.class, Device.class, RepositoryId.class);

    private static final CachedRepository REPOSITORY =
            new CachedRepository(RepositoryId.Kind.MODEL, "owner/name", Path.of("none"), 0, List.of());
    private static final HubSettings HUB = HubSettings.of(Map.of("HF_HUB_OFFLINE", "1", "HF_HUB_CACHE", "none"));

    /** Valid arguments, and the objects whose methods are called. */
    private static final List<Object> SAMPLES = List.of(
            EMBEDDER, EMBEDDER.tokenizer(), 1, EMBEDDER.settings(), EmbedderSettings.builder(), ModelSource.folder(Path.of("none")),
            Path.of("none"), "owner/name", List.of(), Stream.empty(), new float[] {1}, EncodeOptions.defaults(), Prompt.NONE,
            Passage.of("text"), Device.CPU, Precision.FP32, OnTooLong.FAIL, ModelParts.ALL, Duration.ZERO, Map.of(), new String[0],
            (EncodeListener) texts -> null, (DownloadListener) progress -> {}, (ToIntFunction<String>) String::length,
            (Predicate<String>) name -> true, (Consumer<Object>) any -> {}, new SentenceChunker(8, 0, String::length), new Hub(HUB), HUB,
            new HubCacheContents(HUB), REPOSITORY, new CachedRevision("0".repeat(40), List.of(), Path.of("none"), 0, 0, null),
            RepositoryId.model("owner/name"), RepositoryId.Kind.MODEL, new NgramEncoder());

    @AfterAll
    static void close() {
        EMBEDDER.close();
    }

    /** @param index the parameter that is null */
    private record Case(Executable called, int index) {

        @Override
        public String toString() {
            return called.getDeclaringClass().getSimpleName() + "." + called.getName()
                    + Arrays.stream(called.getParameterTypes()).map(Class::getSimpleName).toList() + " " + index;
        }
    }

    static List<Case> cases() throws Exception {
        List<Class<?>> types = new ArrayList<>(List.of(NgramEncoder.class, TinyModel.class));
        types.addAll(exported(MagibuEmbedder.class));
        types.addAll(exported(Hub.class));
        List<Case> cases = new ArrayList<>();
        for (Class<?> type : types) {
            executables(type).forEach(called -> {
                AnnotatedType[] parameters = called.getAnnotatedParameterTypes();
                for (int i = 0; i < parameters.length; i++) {
                    if (!called.getParameterTypes()[i].isPrimitive() && !parameters[i].isAnnotationPresent(Nullable.class)) {
                        cases.add(new Case(called, i));
                    }
                }
            });
        }
        return cases;
    }

    /** Returns the types that users see of the module of a type. */
    private static List<Class<?>> exported(Class<?> type) throws Exception {
        Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleReference module = ModuleFinder.of(place).findAll().iterator().next();
        Set<String> packages = module.descriptor().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        List<Class<?>> types = new ArrayList<>();
        try (ModuleReader reader = module.open(); Stream<String> files = reader.list()) {
            for (String name : files.filter(file -> file.endsWith(".class")).sorted().toList()) {
                String className = name.replaceFirst("\\.class$", "").replace('/', '.');
                if (packages.contains(className.replaceFirst("\\.?[^.]*$", "")) && !className.endsWith("package-info")) {
                    types.add(Class.forName(className));
                }
            }
        }
        return types.stream().filter(each -> Modifier.isPublic(each.getModifiers())).toList();
    }

    private static Stream<Executable> executables(Class<?> type) {
        if (Throwable.class.isAssignableFrom(type) || type.isEnum() || type == Passage.class) { // a call names the passage's position
            return Stream.empty();
        }
        boolean created = !type.isRecord() || INPUTS.contains(type);
        Stream<Method> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !type.isInterface() || type.isSealed() || Modifier.isStatic(method.getModifiers()));
        return Stream.concat(created ? Arrays.stream(type.getDeclaredConstructors()) : Stream.empty(), methods)
                .filter(called -> Modifier.isPublic(called.getModifiers()) && !called.isSynthetic() && !called.getName().equals("equals"));
    }

    @Test
    void methodsAreFound() throws Exception {
        assertThat(cases()).extracting(Case::toString).contains(
                "MagibuEmbedder.load[EmbedderSettings, List] 1", "ModelSource.folder[Path] 0",
                "Hub.download[RepositoryId, String, String[]] 2",
                "NgramEncoder.encode[String] 0");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void nullIsRefusedByName(Case each) {
        Class<?>[] types = each.called.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = i == each.index ? null : types[i] == int.class ? types.length - i : sample(types[i]); // an overlap is less than a size
        }
        Throwable failure = catchThrowable(() -> call(each.called, arguments));
        assertThat(failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure).message().containsPattern("null|is missing|is empty");
    }

    private static void call(Executable called, Object[] arguments) throws Throwable {
        try {
            if (called instanceof Method method) {
                method.invoke(Modifier.isStatic(method.getModifiers()) ? null : sample(method.getDeclaringClass()), arguments);
            } else {
                ((java.lang.reflect.Constructor<?>) called).newInstance(arguments);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object sample(Class<?> type) {
        if (type.isPrimitive()) {
            return type == boolean.class ? (Object) false : (Object) 1L;
        }
        return SAMPLES.stream().filter(type::isInstance).findFirst().orElseThrow(() -> new AssertionError("no sample of " + type));
    }
}
