package ai.magibu.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The architecture rules of every module, read from its sources, so that no module is missing because it was not built. The order of
 * core's packages has a test of its own there.
 */
class ModuleRulesTest {

    private static final String NATIVES = "ai.magibu.embedding.internal.natives";
    private static final String TRAINING = "ai.magibu.adaptation.internal.student";
    private static final String ONEDNN = "ai.magibu.onednn.internal.dnnl";

    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    /** The package of a qualified name, imported or written in the code. */
    private static final Pattern NAME =
            Pattern.compile("\\b(?:ai\\.(?:magibu|djl|onnxruntime)|com\\.sun\\.jna)(?:\\.[a-z]\\w*)*(?=\\.[A-Z*])");

    /** Comments, and literals, in which a comment does not begin. */
    private static final Pattern TEXT = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    private static final Pattern MODULE_NAME = Pattern.compile("\\bmodule\\s+([\\w.]+)");
    private static final Pattern QUALIFIED_EXPORT = Pattern.compile("\\bexports\\s+([\\w.]+)\\s+to\\s+([\\w.,\\s]+);");

    /** Measures stages of core, and ONNX Runtime without core; its peers use ONNX Runtime too. Not published. */
    private static final String BENCHMARKS = "magibu-benchmarks";

    /** One jar with all libraries and without a module name, so that no package can be exported to it. It shares the connection to DuckDB. */
    private static final String COMMAND_LINE = "magibu-cli";

    /**
     * A folder with main sources.
     *
     * @param uses the packages that each of its packages uses
     * @param descriptor the {@code module-info.java}; empty without one
     */
    private record Module(String folder, Map<String, Set<String>> uses, String descriptor) {

        static Module read(Path folder) throws IOException {
            Map<String, Set<String>> uses = new TreeMap<>();
            String descriptor = "";
            for (Path file : javaFiles(folder.resolve("src/main/java"))) {
                String code = TEXT.matcher(Files.readString(file)).replaceAll("");
                if (file.endsWith("module-info.java")) {
                    descriptor = code;
                }
                var declaration = PACKAGE.matcher(code);
                if (declaration.find()) {
                    String own = declaration.group(1);
                    Set<String> used = uses.computeIfAbsent(own, name -> new TreeSet<>());
                    NAME.matcher(code).results().map(name -> name.group()).filter(name -> !name.equals(own)).forEach(used::add);
                }
            }
            return new Module(folder.toAbsolutePath().normalize().toString().replace('\\', '/')
                    .replace(Page.ROOT.toString().replace('\\', '/') + "/", ""), uses, descriptor);
        }

        Stream<String> uses(String packages) {
            return uses.entrySet().stream()
                    .flatMap(each -> each.getValue().stream().filter(name -> name.matches(packages))
                            .map(name -> each.getKey() + " uses " + name));
        }

        /** Returns the packages that this module exports to some modules only, with their names. */
        Map<String, List<String>> qualifiedExports() {
            return QUALIFIED_EXPORT.matcher(descriptor).results()
                    .collect(Collectors.toMap(exports -> exports.group(1), exports -> List.of(exports.group(2).split("[,\\s]+"))));
        }

        /** Returns whether this module may use a package of another module that is exported to those modules. */
        boolean isAmong(List<String> names) {
            var name = MODULE_NAME.matcher(descriptor);
            return name.find() && names.contains(name.group(1));
        }

        @Override
        public String toString() {
            return folder;
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    static List<Module> modules() throws IOException {
        List<Module> modules = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Page.ROOT, 4)) {
            for (Path pom : files.filter(file -> file.endsWith("pom.xml")).sorted().toList()) {
                if (!pom.toString().contains("target") && Files.isDirectory(pom.resolveSibling("src/main/java"))) {
                    modules.add(Module.read(pom.getParent()));
                }
            }
        }
        return modules;
    }

    @Test
    void everyPublishedModuleIsRead() throws IOException {
        assertThat(modules()).extracting(Module::folder)
                .contains("magibu-embedding-core", "magibu-hub", "magibu-langchain4j", "magibu-spring-ai", "magibu-spring-boot-starter",
                        "magibu-documents", "magibu-adaptation", "magibu-onednn", "magibu-test", "magibu-cli", "magibu-server",
                        "magibu-dev-postgres", "magibu-cache", "magibu-spark",
                        BENCHMARKS,
                        "sample-rag-app");
        assertThat(modules()).allMatch(module -> !module.uses.isEmpty());
        assertThat(modules().stream().flatMap(module -> module.uses("ai\\.onnxruntime"))).isNotEmpty();
    }

    @Test
    void aViolationIsFound(@TempDir Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src/main/java"));
        Files.writeString(sources.resolve("A.java"), """
                package ai.magibu.a; // import ai.djl.No;
                import ai.magibu.b.B;
                class A { String glob = "**/*.json"; Object o = ai.onnxruntime.OrtEnvironment.get(); } /* ai.djl.No */
                """);
        Files.writeString(sources.resolve("B.java"),
                "package ai.magibu.b;\nimport static ai.magibu.a.A.*;\nimport ai.magibu.c.internal.C;\nimport ai.magibu.hub.internal.D;");

        Module module = Module.read(folder);

        assertThat(module.uses(".*")).containsExactly(
                "ai.magibu.a uses ai.magibu.b", "ai.magibu.a uses ai.onnxruntime", "ai.magibu.b uses ai.magibu.a",
                "ai.magibu.b uses ai.magibu.c.internal", "ai.magibu.b uses ai.magibu.hub.internal");
        assertThatThrownBy(() -> packagesHaveNoCycles(module)).hasMessageContaining("ai.magibu.a");
        assertThatThrownBy(() -> internalPackagesAreUsedByTheirOwnModuleAlone(module)).hasMessageContainingAll("c.internal",
                "hub.internal");
        assertThatThrownBy(() -> onePackageImportsTheNatives(module)).hasMessageContaining("ai.onnxruntime");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesHaveNoCycles(Module module) {
        Map<String, Set<String>> arrows = new TreeMap<>(module.uses);
        arrows.replaceAll((name, used) -> used.stream().filter(module.uses::containsKey).collect(Collectors.toSet()));
        boolean removed = true;
        while (removed) { // a package that uses none of the rest is in no cycle
            removed = arrows.entrySet().removeIf(each -> each.getValue().stream().noneMatch(arrows::containsKey));
        }
        assertThat(arrows).as("packages that use each other, and those that use them").isEmpty();
    }

    private static Map<String, List<String>> qualifiedExports() throws IOException {
        Map<String, List<String>> exports = new TreeMap<>();
        modules().forEach(module -> exports.putAll(module.qualifiedExports()));
        return exports;
    }

    /** A program of one module could not use such a package either, but not every module has a descriptor. */
    @Test
    void qualifiedExportsAreFound() throws IOException {
        assertThat(qualifiedExports()).containsEntry("ai.magibu.hub.internal", List.of("ai.magibu.embedding", "ai.magibu.adaptation"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void internalPackagesAreUsedByTheirOwnModuleAlone(Module module) throws IOException {
        Map<String, List<String>> qualified = qualifiedExports();
        Set<String> foreign = module.uses(".*")
                .filter(use -> {
                    String used = use.replaceFirst(".* uses ", "");
                    return (used.contains(".internal") || qualified.containsKey(used))
                            && !module.uses.containsKey(used)
                            && !module.isAmong(qualified.getOrDefault(used, List.of()));
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (module.folder.equals(BENCHMARKS)) {
            assertThat(foreign).containsExactlyInAnyOrder("ai.magibu.benchmarks.parts uses ai.magibu.embedding.internal.batch",
                    "ai.magibu.benchmarks uses ai.magibu.adaptation.internal.student",
                    "ai.magibu.benchmarks uses ai.magibu.embedding.internal.model",
                    "ai.magibu.benchmarks uses ai.magibu.evaluation.internal.search",
                    "ai.magibu.benchmarks uses ai.magibu.evaluation.internal.vector");
        } else if (module.folder.equals(COMMAND_LINE)) {
            assertThat(foreign).containsExactlyInAnyOrder("ai.magibu.cli.lines uses ai.magibu.evaluation.internal.parquet",
                    "ai.magibu.cli.rows uses ai.magibu.evaluation.internal.parquet");
        } else {
            assertThat(foreign).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void onePackageImportsTheNatives(Module module) {
        List<String> uses = module.uses("(ai\\.(djl|onnxruntime)|com\\.sun\\.jna)\\b.*")
                .filter(use -> !use.startsWith(NATIVES + " ") && !use.startsWith(TRAINING + " uses ai.djl")
                        && !use.startsWith(ONEDNN + " uses com.sun.jna"))
                .toList();
        if (!module.folder.startsWith(BENCHMARKS)) {
            assertThat(uses).isEmpty();
        }
    }
}
