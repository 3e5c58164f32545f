package ai.magibu.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ai.magibu.evaluation.api.EvaluationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a data set are those of a split: by its README.md, or by the usual names. */
class SplitFilesTest {

    @TempDir
    Path folder;

    private final List<String> fetched = new ArrayList<>();

    private SplitFiles files(String readme, String names) throws IOException {
        List<String> all = new ArrayList<>(List.of(names.split(" ")));
        if (!readme.isEmpty()) {
            Files.writeString(folder.resolve("README.md"), readme);
            all.add("README.md");
        }
        return new SplitFiles(new DataFiles() {
            @Override
            public String revision() {
                return "main";
            }

            @Override
            public List<String> names() {
                return all;
            }

            @Override
            public List<Path> fetch(List<String> names) {
                names.stream().filter(name -> !name.equals("README.md")).forEach(fetched::add);
                return names.stream().map(folder::resolve).toList();
            }

            @Override
            public String toString() {
                return "The data set";
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
            "default, test, data/test-00001-of-00002.parquet data/test-00000-of-00002.parquet data/train-00000.parquet,"
                    + " data/test-00000-of-00002.parquet data/test-00001-of-00002.parquet",
            "default, test, test.jsonl train.jsonl, test.jsonl",
            "default, test, data/test.csv test.jsonl, test.jsonl",
            "default, test, test.tsv test.csv test.json test.jsonl test.parquet, test.parquet",
            "default, test, default/test/0000.parquet default/test/0001.parquet, default/test/0000.parquet default/test/0001.parquet",
            "default, test_matched, test_matched.jsonl test_mismatched.jsonl, test_matched.jsonl",
            "xquad.tr, validation, xquad.tr/validation.jsonl xquad.en/validation.jsonl, xquad.tr/validation.jsonl",
            "tr, test, tr/test-00000-of-00001.parquet en/test-00000-of-00001.parquet, tr/test-00000-of-00001.parquet",
            "tr, test, data/tr/test.csv test.csv, data/tr/test.csv",
            "tr, test, tr.jsonl test.jsonl, tr.jsonl"
    })
    void splitIsFoundByTheUsualNames(String config, String split, String names, String expected) throws IOException {
        files("", names).split(config, split);
        assertThat(String.join(" ", fetched)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
            "corpus.jsonl queries.jsonl qrels/test.tsv qrels/dev.tsv, corpus.jsonl queries.jsonl qrels/test.tsv",
            "corpus/corpus-0.parquet queries/queries-0.parquet data/test-0.parquet,"
                    + " corpus/corpus-0.parquet queries/queries-0.parquet data/test-0.parquet",
            "corpus/train-0.parquet queries/train-0.parquet default/test/0.parquet,"
                    + " corpus/train-0.parquet queries/train-0.parquet default/test/0.parquet",
            "corpus/corpus/0.parquet queries/queries/0.parquet test.jsonl, corpus/corpus/0.parquet queries/queries/0.parquet test.jsonl",
            "corpus.csv queries.csv qrels.csv, corpus.csv queries.csv qrels.csv"
    })
    void retrievalIsFoundByTheUsualNames(String names, String expected) throws IOException {
        SplitFiles files = files("", names);
        files.only("corpus");
        files.only("queries");
        files.judgments("default", "test");
        assertThat(String.join(" ", fetched)).isEqualTo(expected);
    }

    private static final String README = """
            ---
            license: cc-by-4.0
            dataset_info:
            - config_name: corpus
              features:
              - {name: _id, dtype: string}
            configs:
            - config_name: default
              default: true
              data_files:
              - split: train
                path: rel/train*
              - split: test
                path:
                - rel/b.jsonl
                - "rel/a*.jsonl"
            - config_name: corpus
              data_files:
              - split: corpus
                path: texts/c.jsonl
            - config_name: queries
              data_dir: texts
              data_files: q.jsonl
            ---
            # A data set
            configs: none
            """;
    private static final String NAMES =
            "rel/train.jsonl rel/b.jsonl rel/a1.jsonl rel/a2.jsonl texts/c.jsonl texts/q.jsonl test.jsonl corpus.jsonl";

    @Test
    void readmeIsStrongerThanTheUsualNames() throws IOException {
        SplitFiles files = files(README, NAMES);

        files.split("default", "test");
        assertThat(fetched).containsExactly("rel/b.jsonl", "rel/a1.jsonl", "rel/a2.jsonl");
        fetched.clear();
        files.only("corpus");
        files.only("queries");
        files.judgments("default", "train");
        assertThat(fetched).containsExactly("texts/c.jsonl", "texts/q.jsonl", "rel/train.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "# No front matter\n", "---\nlicense: mit\n---\n",
            "---\nconfigs:\n- config_name: other\n  data_files: x.csv\n- config_name: more\n  data_files: x.csv\n---\n",
            "---\nconfigs:\n- config_name: default\n  data_files:\n  - split: test\n    path: gone/*.parquet\n---\n", "---\nlicense: mit\n"
    })
    void usualNamesApplyIfTheReadmeDoesNotHelp(String readme) throws IOException {
        files(readme, "test.jsonl x.csv").split("default", "test");
        assertThat(fetched).containsExactly("test.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "---\nconfigs:\n- config_name: other\n  data_files: x.csv\n---\n",
            "---\nconfigs:\n- config_name: a\n  data_files: a.csv\n- config_name: b\n  default: true\n  data_files: [x.csv]\n---\n"
    })
    void onlyOrMarkedConfigurationIsTheDefault(String readme) throws IOException {
        files(readme, "train.csv x.csv").split("default", "train");
        assertThat(fetched).containsExactly("x.csv");
    }

    @Test
    void invalidPatternIsNamed() throws IOException {
        SplitFiles files = files("---\nconfigs:\n- config_name: a\n  data_files: a[.csv\n---\n", "a.csv");
        assertThatThrownBy(() -> files.split("a", "train")).isInstanceOf(EvaluationException.class)
                .hasMessage("The data set: README.md has the invalid file pattern \"a[.csv\".");
    }

    @Test
    void readmeThatIsNotYamlIsAnError() {
        assertThatThrownBy(() -> files("---\nconfigs: [\n---\n", "test.jsonl")).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("README.md: the lines between --- are not valid YAML");
    }

    @Test
    void missingSplitNamesTheFilesThatExist() throws IOException {
        SplitFiles files = files("", "train.jsonl validation.jsonl");

        assertThatThrownBy(() -> files.split("default", "test")).isInstanceOf(EvaluationException.class).hasMessage(
                "The data set has no file of the split \"test\" of the configuration \"default\"."
                        + " It has train.jsonl, validation.jsonl. Expected for example test.jsonl.");
        assertThatThrownBy(() -> files.only("corpus")).isInstanceOf(EvaluationException.class)
                .hasMessageContaining("for example corpus.jsonl");
        assertThatThrownBy(() -> files.judgments("default", "test")).isInstanceOf(EvaluationException.class)
                .hasMessageContainingAll("the relevance judgments of the split \"test\"", "for example qrels/test.jsonl");
    }
}
