package ai.magibu.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.cli.Cli;
import ai.magibu.embedding.test.TinyModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class InfoCommandTest {

    @Test
    void textSaysWhatWasFound() {
        Cli.Result result = Cli.run("info", "--model", Cli.MODEL);

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.lines())
                .contains(
                        "Parameters       619,264",
                        "Layers           7",
                        "Hidden size      96",
                        "Attention heads  3 (1 for keys and values), 32 wide",
                        "Sliding window   24 tokens",
                        "Vocabulary       833 tokens",
                        "Longest text     384 tokens",
                        "Embedding        96 dimensions",
                        "Prompts          document  \"title: none | text: \"",
                        "                 query     \"task: search result | query: \"",
                        "Default prompt   none")
                .anyMatch(line -> line.matches(" +2_Dense/model\\.safetensors +147\\.5 kB"));
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        Cli.Result result = Cli.run("info", "--model", Cli.MODEL, "--json");

        assertThat(result.status()).isZero();
        JsonNode info = Cli.JSON.readTree(result.out());
        assertThat(info.fieldNames())
                .toIterable()
                .containsExactly(
                        "source", "revision", "directory", "fingerprint", "identity", "layers", "hiddenSize", "attentionHeads",
                        "keyValueHeads", "headDimension",
                        "slidingWindow", "vocabularySize", "parameters", "pipeline", "dimension", "maxTokens", "prompts",
                        "defaultPrompt", "files");
        assertThat(info.get("layers").intValue()).isEqualTo(7);
        assertThat(info.get("slidingWindow").intValue()).isEqualTo(24);
        assertThat(info.get("maxTokens").intValue()).isEqualTo(TinyModel.MAX_TOKENS);
        assertThat(info.get("dimension").intValue()).isEqualTo(TinyModel.DIMENSION);
        assertThat(info.get("fingerprint").textValue()).matches("[0-9a-f]{64}");
        assertThat(info.get("identity").textValue()).isEqualTo(info.get("fingerprint").textValue() + "-fp32-96d-384t");
        assertThat(info.get("prompts").get("document").textValue()).isEqualTo("title: none | text: ");
        assertThat(info.get("defaultPrompt").isNull()).isTrue();
        assertThat(info.get("files")).anyMatch(file -> file.textValue().equals("2_Dense/model.safetensors"));
    }

    @Test
    void outputThatFailsIsReported() {
        Cli.Result result = new Cli()
                .out(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("No space left on device");
                    }
                })
                .execute("info", "--model", Cli.MODEL);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("magibu: cannot write stdout: ");
    }
}
