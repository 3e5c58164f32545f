package ai.magibu.spark;

import ai.magibu.embedding.api.Device;
import java.util.Locale;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A Spark ML transformer that adds a column of embeddings ({@code array<float>}) to a column of texts.
 *
 * <pre>{@code
 * Dataset<Row> vectors = new MagibuEmbedding()
 *         .setModel("files:magibu") // spark-submit --archives magibu-int8.zip#magibu
 *         .setInputCol("text")
 *         .transform(passages);
 * }</pre>
 *
 * <p>Each executor loads the model once for all of its tasks. The rows keep their order. A null text has a null embedding. The vectors do
 * not depend on the partitions. Spark's UI shows the texts, tokens, truncated and rejected texts of each stage.
 *
 * <p>Columns, settings and, if the driver can read it, the model's configuration are checked before a job starts. Wrong ones give an
 * {@link IllegalArgumentException}.
 *
 * <p>A saved stage has the parameters only, not the model. Like every Spark stage, it is not safe for concurrent changes.
 */
public final class MagibuEmbedding extends Transformer implements DefaultParamsWritable {

    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> model;
    private final Param<String> inputCol;
    private final Param<String> titleCol;
    private final Param<String> outputCol;
    private final Param<String> precision;
    private final Param<String> prompt;
    private final IntParam dimensions;
    private final IntParam maxTokens;
    private final IntParam threads;
    private final Param<String> device;
    private final Param<String> cacheDirectory;
    private final Param<String> storage;
    private final Param<String> onError;
    private final BooleanParam tokenCounts;

    /** Creates a stage with the default of every parameter but {@code model} and {@code inputCol}, which are required. */
    public MagibuEmbedding() {
        this(Identifiable$.MODULE$.randomUID("magibuEmbedding"));
    }

    /** Does the same with the name that Spark gives to a stage. */
    public MagibuEmbedding(String uid) {
        this.uid = uid; // first, because every parameter has it
        model = text("model", "a folder that every executor sees, owner/name[@revision] of the hub, or files:NAME");
        inputCol = text("inputCol", "column of the texts");
        titleCol = text("titleCol", "column of the titles; empty for none");
        outputCol = text("outputCol", "new column of the embeddings");
        precision = text("precision", "fp32, int8 or bf16; empty for the model's own");
        prompt = text("prompt", "document, query, none, default, or the name of one of the model's prompts");
        dimensions = new IntParam(this, "dimensions", "length of the vectors; 0 for the model's");
        maxTokens = new IntParam(this, "maxTokens", "most tokens of a text; 0 for the model's");
        threads = new IntParam(this, "threads", "threads of one run; 0 for spark.task.cpus");
        device = text("device", "auto, cpu, cuda or cuda:N");
        cacheDirectory = text("cacheDirectory", "folder for compiled graphs; empty for magibu-USER in the temporary folder");
        storage = text("storage", "float, or half: components rounded to half precision");
        onError = text("onError", "fail, or null: no embedding for a text that the model rejects");
        tokenCounts = new BooleanParam(
                this, "tokenCounts", "whether OUTPUT_tokens and OUTPUT_dropped are added: tokens of the text, and those dropped");
        setDefault(titleCol, "");
        setDefault(outputCol, "embedding");
        setDefault(precision, "");
        setDefault(prompt, "document");
        setDefault(dimensions, 0);
        setDefault(maxTokens, 0);
        setDefault(threads, 0);
        setDefault(device, "auto");
        setDefault(cacheDirectory, "");
        setDefault(storage, "float");
        setDefault(onError, "fail");
        setDefault(tokenCounts, false);
    }

    private Param<String> text(String name, String description) {
        return new Param<>(this, name, description);
    }

    /** Returns a reader of saved stages. Spark calls it for a stage of a saved pipeline. */
    public static MLReader<MagibuEmbedding> read() {
        return new DefaultParamsReadable<MagibuEmbedding>() {}.read();
    }

    /** Reads a saved stage. */
    public static MagibuEmbedding load(String path) {
        return read().load(path);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> texts) {
        StructType schema = texts.schema();
        StructType result = transformSchema(schema);
        EmbeddingSettings settings = settings();
        boolean titled = !value(titleCol).isEmpty();
        DriverCheck.check(settings, titled, texts.sparkSession().sparkContext());
        RowLayout layout = new RowLayout(
                schema.fieldIndex(value(inputCol)), titled ? schema.fieldIndex(value(titleCol)) : -1, (Boolean) getOrDefault(tokenCounts));
        EmbeddingCounters counters = EmbeddingCounters.in(texts.sparkSession().sparkContext(), uid);
        return Columns.restored(texts.toDF().mapPartitions(new EmbedRows(settings, layout, counters), Encoders.row(result)), result);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Columns.requireText(schema, inputCol.name(), value(inputCol));
        if (!value(titleCol).isEmpty()) {
            Columns.requireText(schema, titleCol.name(), value(titleCol));
        }
        String output = value(outputCol);
        StructType result = Columns.with(schema, output, DataTypes.createArrayType(DataTypes.FloatType, false));
        return (Boolean) getOrDefault(tokenCounts)
                ? Columns.with(Columns.with(result, output + "_tokens", DataTypes.IntegerType), output + "_dropped", DataTypes.IntegerType)
                : result;
    }

    private EmbeddingSettings settings() {
        LoadSettings loading = new LoadSettings(
                value(model), LoadSettings.precision(value(precision)), number(maxTokens), number(threads), Device.parse(value(device)),
                value(cacheDirectory));
        EmbeddingSettings.Storage stored = switch (value(storage).toLowerCase(Locale.ROOT)) {
            case "float" -> EmbeddingSettings.Storage.FLOAT;
            case "half" -> EmbeddingSettings.Storage.HALF;
            default -> throw new IllegalArgumentException("storage must be float or half, not \"" + value(storage) + "\"");
        };
        boolean nullOnError = switch (value(onError).toLowerCase(Locale.ROOT)) {
            case "fail" -> false;
            case "null" -> true;
            default -> throw new IllegalArgumentException("onError must be fail or null, not \"" + value(onError) + "\"");
        };
        return new EmbeddingSettings(loading, value(prompt), number(dimensions), stored, nullOnError);
    }

    /** Returns a parameter's value. */
    private String value(Param<String> parameter) {
        String value = isDefined(parameter) ? getOrDefault(parameter) : null;
        if (value == null) {
            throw new IllegalArgumentException(parameter.name() + " is not set: " + parameter.doc());
        }
        return value;
    }

    private int number(IntParam parameter) {
        return (Integer) getOrDefault(parameter);
    }

    @Override
    public Transformer copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    // Spark finds a stage's parameters by the public methods that return one.

    public Param<String> model() {
        return model;
    }

    public Param<String> inputCol() {
        return inputCol;
    }

    public Param<String> titleCol() {
        return titleCol;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    public Param<String> precision() {
        return precision;
    }

    public Param<String> prompt() {
        return prompt;
    }

    public IntParam dimensions() {
        return dimensions;
    }

    public IntParam maxTokens() {
        return maxTokens;
    }

    public IntParam threads() {
        return threads;
    }

    public Param<String> device() {
        return device;
    }

    public Param<String> cacheDirectory() {
        return cacheDirectory;
    }

    public Param<String> storage() {
        return storage;
    }

    public Param<String> onError() {
        return onError;
    }

    public BooleanParam tokenCounts() {
        return tokenCounts;
    }

    /**
     * Sets the model: a folder that every executor sees, {@code owner/name} or {@code owner/name@revision} of the Hugging Face hub, or
     * {@code files:NAME} for a file or archive that Spark distributes ({@code --archives model.zip#NAME}). An exported model ({@code
     * magibu-cli export}) is the one to distribute: it loads without conversion.
     */
    public MagibuEmbedding setModel(String value) {
        return with(model, value);
    }

    /** Sets the column of the texts. */
    public MagibuEmbedding setInputCol(String value) {
        return with(inputCol, value);
    }

    /** Sets the column of the titles, which the prompt must have a place for. Default: empty, for no titles. */
    public MagibuEmbedding setTitleCol(String value) {
        return with(titleCol, value);
    }

    /** Sets the new column of the embeddings. Default: {@code embedding}. */
    public MagibuEmbedding setOutputCol(String value) {
        return with(outputCol, value);
    }

    /** Sets the precision: {@code fp32}, {@code int8} or {@code bf16}. Default: empty, for fp32 or that of an exported model. */
    public MagibuEmbedding setPrecision(String value) {
        return with(precision, value);
    }

    /** Sets the prompt: {@code document} (default), {@code query}, {@code none}, {@code default}, or the name of one of the model's. */
    public MagibuEmbedding setPrompt(String value) {
        return with(prompt, value);
    }

    /** Sets the length of the vectors, from 1 to the model's. Default: 0, for the model's. */
    public MagibuEmbedding setDimensions(int value) {
        set(dimensions, value);
        return this;
    }

    /** Sets the most tokens of a text. A longer one is truncated and counted. Default: 0, for the model's limit. */
    public MagibuEmbedding setMaxTokens(int value) {
        set(maxTokens, value);
        return this;
    }

    /** Sets the threads of one run of the model. Default: 0, for {@code spark.task.cpus}. */
    public MagibuEmbedding setThreads(int value) {
        set(threads, value);
        return this;
    }

    /**
     * Sets the device: {@code auto} (default), {@code cpu}, {@code cuda} or {@code cuda:N}. With {@code cuda}, a task uses the GPU that
     * Spark assigned to it, if any.
     */
    public MagibuEmbedding setDevice(String value) {
        return with(device, value);
    }

    /** Sets the folder for compiled graphs on each executor. Default: empty, for {@code magibu-USER} in the temporary folder. */
    public MagibuEmbedding setCacheDirectory(String value) {
        return with(cacheDirectory, value);
    }

    /**
     * Sets the precision of the stored components: {@code float} (default), or {@code half}, which rounds them to half precision. They
     * stay floats, but compressed files are about half as large.
     */
    public MagibuEmbedding setStorage(String value) {
        return with(storage, value);
    }

    /**
     * Sets what happens to a text that the model rejects, because it contains a special token without an embedding or 200,000
     * characters without a break: {@code fail} (default) fails the task, {@code null} leaves the embedding null and counts the text.
     */
    public MagibuEmbedding setOnError(String value) {
        return with(onError, value);
    }

    /**
     * Sets whether {@code OUTPUT_tokens} and {@code OUTPUT_dropped} are added: the tokens of the text that went through the model, and
     * those that were dropped because it is too long. Default: false.
     */
    public MagibuEmbedding setTokenCounts(boolean value) {
        set(tokenCounts, value);
        return this;
    }

    private MagibuEmbedding with(Param<String> parameter, String value) {
        set(parameter, value);
        return this;
    }
}
