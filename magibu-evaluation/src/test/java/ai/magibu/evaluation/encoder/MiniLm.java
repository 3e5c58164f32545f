package ai.magibu.evaluation.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** all-MiniLM-L6-v2 as the published figures were computed: 256 tokens, mean pooling, L2. Not Magibu's code at all. */
final class MiniLm implements TextEncoder, AutoCloseable {

    private static final String NAME = "/all-minilm-l6-v2";
    private static final int DIMENSIONS = 384;
    private static final int MAX_TOKENS = 256;
    private static final int BATCH = 16;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    MiniLm() throws IOException, OrtException {
        try (InputStream model = resource(".onnx"); InputStream vocabulary = resource("-tokenizer.json")) {
            session = environment.createSession(model.readAllBytes());
            tokenizer = HuggingFaceTokenizer.newInstance(vocabulary, Map.of("truncation", "true", "maxLength",
                    Integer.toString(MAX_TOKENS), "modelMaxLength", Integer.toString(MAX_TOKENS), "padding", "true"));
        }
    }

    private static InputStream resource(String suffix) {
        return Objects.requireNonNull(MiniLm.class.getResourceAsStream(NAME + suffix));
    }

    long[] ids(String text) {
        return tokenizer.encode(text).getIds();
    }

    @Override
    public EncoderSettings settings() {
        return new EncoderSettings("sentence-transformers/all-MiniLM-L6-v2", "onnx", "fp32", "none", DIMENSIONS, MAX_TOKENS);
    }

    @Override
    public EncodedTexts encode(List<String> texts, TextRole role) {
        List<float[]> vectors = new ArrayList<>();
        for (int first = 0; first < texts.size(); first += BATCH) {
            vectors.addAll(encode(texts.subList(first, Math.min(first + BATCH, texts.size()))));
        }
        return new EncodedTexts(vectors, -1, -1);
    }

    private List<float[]> encode(List<String> batch) {
        Encoding[] encodings = tokenizer.batchEncode(batch);
        long[][] ids = new long[encodings.length][];
        long[][] mask = new long[encodings.length][];
        long[][] types = new long[encodings.length][];
        for (int row = 0; row < encodings.length; row++) {
            ids[row] = encodings[row].getIds();
            mask[row] = encodings[row].getAttentionMask();
            types[row] = encodings[row].getTypeIds();
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor))) {
            float[][][] states = (float[][][]) result.get(0).getValue();
            List<float[]> vectors = new ArrayList<>();
            for (int row = 0; row < states.length; row++) {
                vectors.add(pooled(states[row], mask[row]));
            }
            return vectors;
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] pooled(float[][] states, long[] mask) {
        double[] sum = new double[DIMENSIONS];
        for (int token = 0; token < states.length; token++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += mask[token] * states[token][i];
            }
        }
        double squares = 0;
        for (double component : sum) {
            squares += component * component;
        }
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return vector;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }
}
