package ai.magibu.adaptation.internal.train;

import ai.magibu.adaptation.api.TrainingOptions;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The options that decide about the numbers of a training. */
public final class RunSettings {

    private RunSettings() {}

    /** Returns the options by their names on the command line. */
    public static Map<String, String> of(TrainingOptions options) {
        Map<String, String> names = new TreeMap<>();
        names.put("train", lower(options.trained()).replace("-and-", "+"));
        names.put("target", lower(options.target()));
        names.put("loss", lower(options.loss()));
        names.put("epochs", String.valueOf(options.epochs()));
        names.put("batch", String.valueOf(options.batch()));
        names.put("tokens-per-batch", String.valueOf(options.tokensPerBatch()));
        names.put("max-tokens", String.valueOf(options.maxTokens()));
        names.put("rate", String.valueOf(options.rate()));
        names.put("schedule", lower(options.schedule()));
        names.put("warm-up", String.valueOf(options.warmUp()));
        names.put("weight-decay", String.valueOf(options.weightDecay()));
        names.put("betas", options.beta1() + "," + options.beta2());
        names.put("epsilon", String.valueOf(options.epsilon()));
        names.put("clip", String.valueOf(options.clip()));
        names.put("seed", String.valueOf(options.seed()));
        names.put("shuffle", String.valueOf(options.shuffle()));
        names.put("validation-share", String.valueOf(options.validationShare()));
        names.put("validate-every", String.valueOf(options.validateEvery()));
        names.put("patience", String.valueOf(options.patience()));
        names.put("keep", lower(options.kept()));
        return names;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
