package ai.magibu.spark;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Passage;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A function of {@link MagibuCatalog}. */
record EmbedFunction(String name, EmbeddingSettings settings) implements UnboundFunction {

    /**
     * Checks the settings on the driver.
     *
     * @throws UnsupportedOperationException if the argument is not one text, as Spark's contract says
     */
    @Override
    public BoundFunction bind(StructType arguments) {
        if (arguments.size() != 1 || !(arguments.fields()[0].dataType() instanceof StringType)) {
            throw new UnsupportedOperationException(name + "(text) takes one string, not " + arguments.simpleString());
        }
        DriverCheck.check(settings, false, SparkSession.active().sparkContext());
        return new Bound(name, settings);
    }

    @Override
    public String description() {
        return name + "(text): the embedding of a text as a " + settings.prompt() + ", array<float>";
    }

    /** The function in a plan. Each task has its own copy. */
    private static final class Bound implements ScalarFunction<ArrayData> {

        private static final long serialVersionUID = 1L;

        private final String name;
        private final EmbeddingSettings settings;
        private transient @Nullable MagibuEmbedder embedder;
        private transient @Nullable EncodeOptions options;

        private Bound(String name, EmbeddingSettings settings) {
            this.name = name;
            this.settings = settings;
        }

        @Override
        @SuppressWarnings("NullAway") // null is SQL's NULL, but Spark's interface has no annotations
        public ArrayData produceResult(InternalRow arguments) {
            if (arguments.isNullAt(0)) {
                return null;
            }
            String text = arguments.getUTF8String(0).toString();
            return UnsafeArrayData.fromPrimitiveArray(embedder().embed(Passage.of(text), options()).vector());
        }

        private MagibuEmbedder embedder() {
            if (embedder == null || TaskContext.get() == null) { // outside of a task an idle model may have been closed
                embedder = ExecutorModels.use(settings.loading());
            }
            return embedder;
        }

        private EncodeOptions options() {
            if (options == null) {
                options = settings.options();
            }
            return options;
        }

        @Override
        public DataType[] inputTypes() {
            return new DataType[] {DataTypes.StringType};
        }

        @Override
        public DataType resultType() {
            return DataTypes.createArrayType(DataTypes.FloatType, false);
        }

        /** It is, but Spark evaluates a deterministic function twice if a filter and a projection use it. */
        @Override
        public boolean isDeterministic() {
            return false;
        }

        @Override
        public String canonicalName() {
            return "ai.magibu." + name + settings;
        }

        @Override
        public String name() {
            return name;
        }
    }
}
