package ai.magibu.adaptation.internal.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.adaptation.SmallTokenizer;
import ai.magibu.adaptation.api.AdaptationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contradictions that the Hugging Face library mostly loads without a word. */
class TokenizerFileTest {

    private final SmallTokenizer tokenizer = new SmallTokenizer();

    @TempDir
    private Path folder;

    @Test
    void tokensAndMergesAreRead() throws IOException {
        TokenizerFile file = TokenizerFile.read(tokenizer.write(folder));
        assertThat(file.model().tokens()).hasSize(tokenizer.vocabulary().size()).startsWith("<pad>", "<eos>", "<bos>", "<unk>");
        assertThat(file.model().merges()).hasSize(tokenizer.merges().size());
        assertThat(file.requiredTokens()).containsExactlyInAnyOrder("<pad>", "<eos>", "<bos>", "<unk>", "<br>");
        assertThat(file.tokensWithoutRow()).isEmpty();
    }

    @Test
    void mergesMayBeTexts() throws IOException {
        tokenizer.merges().removeAll().add("k i").add("ki t");
        assertThat(TokenizerFile.read(tokenizer.write(folder)).model().merges()).hasSize(2);
    }

    @Test
    void anAddedTokenBeyondTheVocabularyHasNoRow() throws IOException {
        addedToken("<image>").put("id", tokenizer.vocabulary().size());
        assertThat(TokenizerFile.read(tokenizer.write(folder)).tokensWithoutRow()).containsExactly("<image>");
    }

    @Test
    void aGapInTheIdsIsRejected() {
        tokenizer.vocabulary().put("kit", 9000);
        assertRejected("tokens, and \"kit\" has the ID 9000");
    }

    @Test
    void twoTokensWithOneIdAreRejected() {
        tokenizer.vocabulary().put("kit", 5);
        assertRejected("the tokens \"<unused1>\" and \"kit\" have the same ID 5");
    }

    @Test
    void aMergeOfAMissingTokenIsRejected() {
        tokenizer.merges().addArray().add("k").add("q");
        assertRejected("a merge needs the token \"q\", which is not in the vocabulary");
    }

    @Test
    void aMergeWithoutItsResultIsRejected() {
        tokenizer.merges().addArray().add("k").add("z");
        assertRejected("a merge needs the token \"kz\", which is not in the vocabulary");
    }

    @Test
    void aMergeThatOccursTwiceIsRejected() {
        tokenizer.merge("k i");
        assertRejected("the merge of \"k\" and \"i\" occurs twice");
    }

    @Test
    void anAddedTokenWithAnotherIdIsRejected() {
        ((ObjectNode) tokenizer.root().path("added_tokens").path(1)).put("id", 7);
        assertRejected("the added token \"<eos>\" has the ID 7, and in the vocabulary 1");
    }

    @Test
    void anAddedTokenThatIsMissingInTheVocabularyIsRejected() {
        addedToken("<image>").put("id", 8);
        assertRejected("the added token \"<image>\" is not in the vocabulary");
    }

    @Test
    void anotherIdInThePostProcessorIsRejected() {
        ((ObjectNode) tokenizer.root().path("post_processor").path("special_tokens").path("<bos>")).putArray("ids").add(1);
        assertRejected("the post_processor gives the token \"<bos>\" the ID 1; in the vocabulary it is 2");
    }

    @Test
    void aMissingUnknownTokenIsRejected() {
        ((ObjectNode) tokenizer.root().path("model")).put("unk_token", "[UNK]");
        assertRejected("the unknown token \"[UNK]\" is not in the vocabulary");
    }

    @Test
    void aMissingByteIsRejected() {
        int id = tokenizer.vocabulary().remove("<0x0A>").asInt();
        tokenizer.vocabulary().put("q", id);
        assertRejected("the byte token <0x0A> is missing");
    }

    @Test
    void anotherKindOfTokenizerIsUnsupported() throws IOException {
        ((ObjectNode) tokenizer.root().path("model")).put("type", "WordPiece");
        assertUnsupported("a model of type WordPiece is not supported; BPE is");
        ((ObjectNode) tokenizer.root().path("model")).put("type", "BPE").put("byte_fallback", false);
        assertUnsupported("a model without byte_fallback is not supported");
        ((ObjectNode) tokenizer.root().path("model")).put("byte_fallback", true).put("ignore_merges", true);
        assertUnsupported("ignore_merges is not supported");
        ((ObjectNode) tokenizer.root().path("model")).remove("ignore_merges");
        tokenizer.root().putObject("pre_tokenizer").put("type", "ByteLevel");
        assertUnsupported("the pre_tokenizer {\"type\":\"ByteLevel\"} is not supported");
        tokenizer.root().remove("pre_tokenizer");
        tokenizer.root().putNull("normalizer");
        assertUnsupported("the normalizer null is not supported");
    }

    @Test
    void aFileThatIsNoTokenizerIsRejected() throws IOException {
        Path file = folder.resolve("x.json");
        Files.writeString(file, "{\"model\": ");
        assertThatThrownBy(() -> TokenizerFile.read(file)).isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith(file + ": it is not a tokenizer.json: ");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> TokenizerFile.read(file)).hasMessageContaining("a model of type none is not supported");
        Files.delete(file);
        assertThatThrownBy(() -> TokenizerFile.read(file)).hasMessageContaining("no such file");
    }

    private ObjectNode addedToken(String content) {
        return tokenizer.root().withArray("/added_tokens").addObject().put("content", content);
    }

    private void assertRejected(String fault) {
        assertThatThrownBy(() -> TokenizerFile.read(tokenizer.write(folder))).isInstanceOf(AdaptationException.class)
                .hasMessageStartingWith(folder.resolve("tokenizer.json") + ": ").hasMessageContaining(fault)
                .hasMessageEndingWith("The tokenizer contradicts itself; take the published file.");
    }

    private void assertUnsupported(String fault) {
        assertThatThrownBy(() -> TokenizerFile.read(tokenizer.write(folder))).isInstanceOf(AdaptationException.class)
                .hasMessageContaining(fault);
    }
}
