package ai.magibu.cli.adapt;

import ai.magibu.adaptation.api.KeptWeights;
import ai.magibu.adaptation.api.Loss;
import ai.magibu.adaptation.api.RateSchedule;
import ai.magibu.adaptation.api.Target;
import ai.magibu.adaptation.api.Trained;
import ai.magibu.adaptation.api.TrainingOptions;
import ai.magibu.adaptation.api.WeightPrecision;
import ai.magibu.cli.options.Choice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The hyper-parameters of a training. */
public final class TrainingMixin {

    @Option(
            names = "--train",
            paramLabel = "all|embeddings|embeddings+heads",
            converter = TrainedConverter.class,
            description = "The weights that change. Default: all.")
    private Trained trained = Trained.ALL;

    @Option(
            names = "--target",
            paramLabel = "final|pre-dense",
            converter = TargetConverter.class,
            description = "The vectors that are learned: those of the whole model, or those before its Dense modules. "
                    + "Default: final.")
    private Target target = Target.FINAL;

    @Option(
            names = "--loss",
            paramLabel = "cosine|mse",
            converter = LossConverter.class,
            description = "1 - cosine, or the mean squared difference. Default: cosine.")
    private Loss loss = Loss.COSINE;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the texts. Default: 1.")
    private int epochs = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Texts of an optimizer step. Default: 256.")
    private int batch = 256;

    @Option(
            names = "--tokens-per-batch",
            paramLabel = "N",
            description = "Tokens, padding included, that go through the model together; memory grows with it. Default: 1024.")
    private int tokensPerBatch = 1024;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Most tokens per text, special tokens included; longer texts are cut. Default: 512, or the "
                    + "model's limit if it is lower.")
    private int maxTokens = 512;

    @Option(names = "--rate", paramLabel = "X", description = "The highest learning rate. Default: 5e-5.")
    private double rate = 5e-5;

    @Option(
            names = "--schedule",
            paramLabel = "linear|constant|cosine",
            converter = ScheduleConverter.class,
            description = "The rate after the warm-up. Default: linear.")
    private RateSchedule schedule = RateSchedule.LINEAR;

    @Option(names = "--warm-up", paramLabel = "X", description = "The share of steps in which the rate rises from 0. Default: 0.01.")
    private double warmUp = 0.01;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Default: 0.01.")
    private double weightDecay = 0.01;

    @Option(names = "--beta1", paramLabel = "X", description = "AdamW's decay of the first moment. Default: 0.9.")
    private double beta1 = 0.9;

    @Option(names = "--beta2", paramLabel = "X", description = "AdamW's decay of the second moment. Default: 0.999.")
    private double beta2 = 0.999;

    @Option(names = "--epsilon", paramLabel = "X", description = "AdamW's epsilon. Default: 1e-8.")
    private double epsilon = 1e-8;

    @Option(
            names = "--clip",
            paramLabel = "X",
            description = "The largest norm of all gradients together; Infinity for no limit. Default: 1.")
    private double clip = 1;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the order and of the validation texts. Default: 0.")
    private long seed = 0;

    @Option(
            names = "--shuffle",
            paramLabel = "true|false",
            arity = "1",
            description = "Whether each epoch has another order; false keeps the order of the files. Default: true.")
    private boolean shuffle = true;

    @Option(
            names = "--validation-share",
            paramLabel = "X",
            description = "The share of texts that are held out to measure the mean cosine. Default: 0.")
    private double validationShare = 0;

    @Option(names = "--validate-every", paramLabel = "N", description = "Optimizer steps between measurements. Default: 200.")
    private int validateEvery = 200;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "End the training after so many measurements without a better mean cosine; 0 for never. Default: 0.")
    private int patience = 0;

    @Option(names = "--save-every", paramLabel = "N", description = "Optimizer steps between checkpoints; 0 for none. Default: 200.")
    private int saveEvery = 200;

    @Option(
            names = "--keep",
            paramLabel = "best|last",
            converter = KeptConverter.class,
            description = "The weights that are saved: those with the best mean cosine, or the last. Default: best, or "
                    + "last without validation texts.")
    private KeptWeights kept = KeptWeights.BEST;

    @Option(
            names = "--precision",
            paramLabel = "bf16|f32",
            converter = PrecisionConverter.class,
            description = "The number format of the saved weights. Default: bf16.")
    private WeightPrecision precision = WeightPrecision.BF16;

    @Option(names = "--threads", paramLabel = "N", description = "Default: half of the processors.")
    private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    boolean hasValidationShare() {
        return validationShare > 0;
    }

    /** @throws IllegalArgumentException if a value is out of range */
    TrainingOptions options() {
        return TrainingOptions.builder()
                .trained(trained)
                .target(target)
                .loss(loss)
                .epochs(epochs)
                .batch(batch)
                .tokensPerBatch(tokensPerBatch)
                .maxTokens(maxTokens)
                .rate(rate)
                .schedule(schedule)
                .warmUp(warmUp)
                .weightDecay(weightDecay)
                .beta1(beta1)
                .beta2(beta2)
                .epsilon(epsilon)
                .clip(clip)
                .seed(seed)
                .shuffle(shuffle)
                .validationShare(validationShare)
                .validateEvery(validateEvery)
                .patience(patience)
                .saveEvery(saveEvery)
                .kept(kept)
                .precision(precision)
                .threads(threads)
                .build();
    }

    private static final class TrainedConverter implements ITypeConverter<Trained> {
        @Override
        public Trained convert(String value) {
            return Choice.of(Trained.class, value.replace("+", "_and_"));
        }
    }

    private static final class TargetConverter implements ITypeConverter<Target> {
        @Override
        public Target convert(String value) {
            return Choice.of(Target.class, value.replace('-', '_'));
        }
    }

    private static final class LossConverter implements ITypeConverter<Loss> {
        @Override
        public Loss convert(String value) {
            return Choice.of(Loss.class, value);
        }
    }

    private static final class ScheduleConverter implements ITypeConverter<RateSchedule> {
        @Override
        public RateSchedule convert(String value) {
            return Choice.of(RateSchedule.class, value);
        }
    }

    private static final class KeptConverter implements ITypeConverter<KeptWeights> {
        @Override
        public KeptWeights convert(String value) {
            return Choice.of(KeptWeights.class, value);
        }
    }

    private static final class PrecisionConverter implements ITypeConverter<WeightPrecision> {
        @Override
        public WeightPrecision convert(String value) {
            return Choice.of(WeightPrecision.class, value);
        }
    }
}
