package ai.magibu.embedding.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.hub.HubSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which users may write a model, and how they are read. */
@Tag("locale")
class ModelSourceTest {

    @TempDir
    Path folder;

    private static final HubSettings HUB = HubSettings.of(Map.of("HOME", "/home/ayşe"));

    @ParameterizedTest
    @CsvSource({
            "alibayram/embeddingmagibu-200m, alibayram/embeddingmagibu-200m, main",
            "a/b, a/b, main",
            "A_1.x-y/B_2.z, A_1.x-y/B_2.z, main",
            "owner/name@v1.0, owner/name, v1.0",
            "owner/name@0123456789abcdef0123456789abcdef01234567, owner/name, 0123456789abcdef0123456789abcdef01234567",
            "owner/name@refs/pr/3, owner/name, refs/pr/3",
            "owner/name@ığdır, owner/name, ığdır",
            "models/embeddingmagibu-200m, models/embeddingmagibu-200m, main"
    })
    void ownerAndNameAreTheHubs(String text, String repository, String revision) {
        assertThat(ModelSource.parse(text, HUB)).isInstanceOfSatisfying(HubSource.class, source -> {
            assertThat(source.repository()).hasToString(repository);
            assertThat(source.revision()).isEqualTo(revision);
        });
        assertThat(ModelSource.parse(text, HUB)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            ".", "./a/b", "../a", ".a/b", "/models/x", "/x", "//a", "~", "~/x", "~ali/x", "C:/models", "c:\\models\\x", "D:x/y", "model",
            "a/b/c", "a/b/c@d", "a@b/c", "no-such-folder", "owner\\name", "owner/name@a\\b", "a/b/"
    })
    void whatLooksLikeAPathIsNeverSoughtOnTheHub(String text) {
        assertThat(ModelSource.parse(text, HUB)).isInstanceOf(FolderSource.class).hasToString(text);
    }

    @Test
    void existingFolderWinsOverTheHub() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(Files.createDirectories(folder.resolve("owner").resolve("name")));
        assertThat(ModelSource.parse(relative.toString(), HUB).resolve().folder()).isEqualTo(relative.toAbsolutePath().normalize());
        assertThat(ModelSource.parse(".", HUB).resolve().folder()).as("what is here").isEqualTo(Path.of("").toAbsolutePath());
        assertThat(ModelSource.parse("src/test", HUB)).as("one slash, and there").isInstanceOf(FolderSource.class);
        assertThat(ModelSource.parse("src/tset", HUB)).as("one slash, and not there").isInstanceOf(HubSource.class);
        Path odd = Files.createDirectory(folder.resolve("name@revision"));
        assertThat(ModelSource.parse(odd.toString(), HUB)).isInstanceOf(FolderSource.class);
    }

    @Test
    void tildeIsTheUsersHome() {
        assertThat(ModelSource.parse("~/models/x", HUB).resolve().folder()).isEqualTo(Path.of("/home/ayşe/models/x"));
    }

    @ParameterizedTest
    @CsvSource({"classpath:/models/x/, models/x/", "classpath:models/x, models/x/", "classpath:m, m/"})
    void classpathIsAFolderOfTheClassPath(String text, String prefix) {
        assertThat(ModelSource.parse(text, HUB))
                .isInstanceOfSatisfying(ClasspathSource.class, source -> assertThat(source.prefix()).isEqualTo(prefix))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "\t", "owner/", "owner/na me", "owner/name ", " owner/name", "öwner/name", "owner/--", "owner/a..b", "owner/a--b",
            "owner/name.git", "owner/-name", "owner/name-", "owner/name@", "owner/name@../../etc", "owner/name@a//b",
            "owner/name@/etc", "owner/name@a b", "owner/name@a:b", "https://example.org/owner/name", "hf://owner/name",
            "https://huggingface.co/name", "https://huggingface.co/datasets/owner/name", "https://huggingface.co/owner/name/blob/main/x",
            "https://huggingface.co/owner/name/tree/..", "https://huggingface.co", "https://huggingface.co.example.org/owner/name",
            "file:", "file: ", "classpath:", "classpath:/", "classpath:/../x", "classpath:/a//b", "classpath*:/x/", "owner/name\0"
    })
    void anythingElseIsRejectedWithWhatToWrite(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelSource.parse(text, HUB)).withMessageMatching("(?s).{20,400}");
    }

    @ParameterizedTest
    @CsvSource({
            "https://huggingface.co/owner/name, owner/name, main",
            "https://huggingface.co/owner/name/, owner/name, main",
            "HTTPS://HuggingFace.co/owner/name?x=y#z, owner/name, main",
            "https://hf.co/owner/name, owner/name, main",
            "https://huggingface.co/owner/name/tree/main, owner/name, main",
            "https://huggingface.co/owner/name/tree/v1.0, owner/name, v1.0",
            "https://huggingface.co/owner/name/tree/refs%2Fpr%2F1, owner/name, refs/pr/1",
            "https://huggingface.co/owner/name/tree/feature/x, owner/name, feature/x",
            "https://huggingface.co/owner/name/commit/0123456789abcdef0123456789abcdef01234567, owner/name, 0123456789abcdef0123456789abcdef01234567"
    })
    void pageOfTheHubIsItsModel(String text, String repository, String revision) {
        assertThat(ModelSource.parse(text, HUB)).hasToString(text).isInstanceOfSatisfying(HubSource.class, source -> {
            assertThat(source.repository()).hasToString(repository);
            assertThat(source.revision()).isEqualTo(revision);
        });
    }

    @Test
    void pageOfTheConfiguredHubIsItsModel() {
        HubSettings mirror = HUB.withEndpoint("https://hub.example:8443/hf");
        assertThat(ModelSource.parse("https://hub.example:8443/hf/owner/name/tree/v1", mirror))
                .isInstanceOfSatisfying(HubSource.class, source -> assertThat(source.repository()).hasToString("owner/name"));
        assertThat(ModelSource.parse("https://huggingface.co/owner/name", mirror))
                .as("at the configured hub")
                .isInstanceOfSatisfying(HubSource.class, source -> assertThat(source.settings()).isSameAs(mirror));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelSource.parse("https://hub.example:8443/owner/name", mirror));
    }

    @ParameterizedTest
    @CsvSource({
            "file:/models/x, /models/x", "file:///models/x, /models/x", "file:models/x, models/x", "file:./models/x, ./models/x",
            "file:/models/a%20b, /models/a b", "file:/models/a b, /models/a b", "file:///models/a b, /models/a b",
            "file:/models/ğ, /models/ğ"
    })
    void fileUrlIsItsPath(String text, Path path) {
        assertThat(ModelSource.parse(text, HUB))
                .hasToString(text)
                .isInstanceOfSatisfying(FolderSource.class, source -> assertThat(source.directory()).isEqualTo(path));
    }

    @Test
    void fileUrlOfAnExistingFolderIsNotDecoded() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a%20b"));
        assertThat(ModelSource.parse("file:" + odd, HUB).resolve().folder()).isEqualTo(odd);
    }

    @Test
    void noTextLeadsToAnythingElse() {
        String[] pieces =
                {"a", "owner", "/", "/", "@", ".", "..", "~", "\\", ":", "C:", "classpath:", "main", " ", "-", "--", "ı", "\0", "%2e", "?"};
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 1 + random.nextInt(7); length > 0; length--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                ModelSource source = ModelSource.parse(text.toString(), HUB);
                assertThat(source).hasToString(text.toString());
                if (source instanceof HubSource hub) {
                    Path refs = folder.resolve("refs");
                    assertThat(refs.resolve(hub.revision()).normalize()).startsWithRaw(refs).isNotEqualTo(refs);
                    assertThat(text.toString().replaceFirst("@.*", "")).isEqualTo(hub.repository().toString());
                }
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("(?s).{20,400}");
            }
        }
    }

    @Test
    void factoriesRejectTheSame() {
        assertThatIllegalArgumentException().isThrownBy(() -> ModelSource.hub("name"));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelSource.hub("owner/name", "../x"));
        assertThatIllegalArgumentException().isThrownBy(() -> ModelSource.classpath(".."));
        assertThat(ModelSource.hub("owner/name", "v1")).hasToString("owner/name@v1");
        assertThat(ModelSource.classpath("/models/x")).hasToString("classpath:/models/x");
    }
}
