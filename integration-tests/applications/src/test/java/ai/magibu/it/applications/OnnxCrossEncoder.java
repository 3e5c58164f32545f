package ai.magibu.it.applications;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.PairList;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A cross-encoder that shares ONNX Runtime and DJL's tokenizers with the embedder, as LangChain4j's {@code OnnxScoringModel} does: it
 * takes the environment of the process, which may exist already. That class is not used here because not every repository has its module.
 */
final class OnnxCrossEncoder implements ScoringModel, AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    /** @param folder has {@code model.onnx} and {@code tokenizer.json} */
    OnnxCrossEncoder(Path folder, int maxTokens) throws OrtException, IOException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            this.session = environment.createSession(folder.resolve("model.onnx").toString(), options);
        }
        this.tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"),
                Map.of("padding", "true", "truncation", "true", "maxLength", String.valueOf(maxTokens)));
    }

    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        PairList<String, String> pairs = new PairList<>();
        segments.forEach(segment -> pairs.add(query, segment.text()));
        Encoding[] encodings = tokenizer.batchEncode(pairs);
        try (OnnxTensor ids = tensor(Arrays.stream(encodings).map(Encoding::getIds).toArray(long[][]::new));
                OnnxTensor mask = tensor(Arrays.stream(encodings).map(Encoding::getAttentionMask).toArray(long[][]::new));
                OnnxTensor types = tensor(Arrays.stream(encodings).map(Encoding::getTypeIds).toArray(long[][]::new));
                OrtSession.Result result = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[][] logits = (float[][]) result.get(0).getValue();
            return Response.from(Arrays.stream(logits).map(scores -> (double) scores[0]).toList());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private OnnxTensor tensor(long[][] values) throws OrtException {
        return OnnxTensor.createTensor(environment, values);
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }
}
