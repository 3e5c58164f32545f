package ai.magibu.adaptation.internal.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.adaptation.SmallTokenizer;
import ai.magibu.adaptation.internal.bpe.BpeModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerWriterTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Path source;
    private TokenizerFile original;
    private BpeModel model;

    /** Removes the first token, so that all IDs change, a placeholder, and a token that has merges. */
    @BeforeEach
    void prune() throws IOException {
        SmallTokenizer tokenizer = new SmallTokenizer();
        tokenizer.root().withArray("/added_tokens").addObject().put("content", "<image>").put("id", tokenizer.vocabulary().size());
        tokenizer.root().putObject("padding").put("pad_token", "<eos>").put("pad_id", 1);
        source = tokenizer.write(folder.resolve("teacher"));
        original = TokenizerFile.read(source);
        BitSet kept = new BitSet();
        kept.set(0, original.model().tokens().size());
        for (String removed : new String[] {"<pad>", "<unused0>", "lar"}) {
            kept.clear(original.model().id(removed));
        }
        model = original.model().retain(kept);
    }

    @Test
    void everyIdIsThatOfTheNewVocabulary() throws IOException {
        Path file = folder.resolve("tokenizer.json");
        TokenizerWriter.write(original, model, file);
        JsonNode root = JSON.readTree(file.toFile());
        assertThat(root.path("model").path("vocab")).hasSize(model.tokens().size());
        assertThat(root.path("added_tokens")).extracting(token -> token.path("content").asText() + " " + token.path("id").asInt())
                .containsExactly("<eos> 0", "<bos> 1", "<unk> 2", "<unused1> 3", "<br> 4");
        assertThat(root.path("post_processor").path("special_tokens").path("<bos>").path("ids")).hasToString("[1]");
        assertThat(root.path("padding").path("pad_id").asInt()).isZero();
        assertThat(root.path("normalizer")).isEqualTo(JSON.readTree(source.toFile()).path("normalizer"));
        assertThat(root.path("model").path("merges").toString()).contains("[\"l\",\"a\"]").doesNotContain("[\"la\",\"r\"]");
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void theSettingsGetTheNewIds() throws IOException {
        Files.writeString(source.resolveSibling("tokenizer_config.json"), """
                {"eos_token": "<eos>", "pad_token": {"content": "<pad>"}, "image_token": "<image>", "add_bos_token": true,
                 "extra_special_tokens": ["<image>", "<br>"], "model_max_length": 2048,
                 "added_tokens_decoder": {"0": {"content": "<pad>"}, "6": {"content": "<br>"}, "2": {"content": "<bos>"}}}""");
        Files.writeString(source.resolveSibling("added_tokens.json"), "{\"<image>\": 300, \"<br>\": 6}");
        SideFiles files = SideFiles.of(source);
        assertThat(files.namedTokens()).containsExactlyInAnyOrder("<eos>", "<pad>", "<image>", "<br>");
        Path target = folder.resolve("student");
        files.write(target, model);
        assertThat(JSON.readTree(target.resolve("tokenizer_config.json").toFile())).isEqualTo(JSON.readTree("""
                {"eos_token": "<eos>", "add_bos_token": true, "extra_special_tokens": {"extra_0_token": "<br>"}, "model_max_length": 2048,
                 "added_tokens_decoder": {"1": {"content": "<bos>"}, "4": {"content": "<br>"}}}"""));
        assertThat(JSON.readTree(target.resolve("added_tokens.json").toFile())).isEqualTo(JSON.readTree("{\"<br>\": 4}"));
        assertThat(target.resolve("special_tokens_map.json")).doesNotExist();
    }
}
