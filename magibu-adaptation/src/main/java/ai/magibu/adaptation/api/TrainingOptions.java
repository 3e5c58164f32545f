package ai.magibu.adaptation.api;

import java.util.Objects;

/**
 * The hyper-parameters of a distillation. The defaults are those of the README of embeddingmagibu-200m, except for the order of the texts.
 *
 * @param trained the weights that change
 * @param target the vectors that are learned
 * @param loss the distance to the teacher's vectors
 * @param epochs the passes over the texts
 * @param batch the texts of an optimizer step
 * @param tokensPerBatch the tokens, padding included, that go through the model together
 * @param maxTokens the longest text in tokens, special tokens included
 * @param rate the highest learning rate
 * @param schedule the course of the rate after the warm-up
 * @param warmUp the share of steps in which the rate rises from 0
 * @param weightDecay AdamW's weight decay
 * @param beta1 AdamW's decay of the first moment
 * @param beta2 AdamW's decay of the second moment
 * @param epsilon AdamW's guard against a division by 0
 * @param clip the largest norm of all gradients together
 * @param seed the seed of the order and of the choice of validation texts
 * @param shuffle whether the texts have another order in each epoch
 * @param validationShare the share of texts that are held out to measure the mean cosine
 * @param validateEvery the optimizer steps between two measurements
 * @param patience the measurements without a new best one after which the training ends
 * @param saveEvery the optimizer steps between two checkpoints
 * @param kept the weights that are saved at the end
 * @param precision the number format of the saved weights
 * @param threads the threads of an operation
 */
public record TrainingOptions(
        Trained trained,
        Target target,
        Loss loss,
        int epochs,
        int batch,
        int tokensPerBatch,
        int maxTokens,
        double rate,
        RateSchedule schedule,
        double warmUp,
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon,
        double clip,
        long seed,
        boolean shuffle,
        double validationShare,
        int validateEvery,
        int patience,
        int saveEvery,
        KeptWeights kept,
        WeightPrecision precision,
        int threads) {

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options. Every method throws {@link IllegalArgumentException} for a value out of range. Not thread-safe. */
    public static final class Builder {

        private Trained trained = Trained.ALL;
        private Target target = Target.FINAL;
        private Loss loss = Loss.COSINE;
        private int epochs = 1;
        private int batch = 256;
        private int tokensPerBatch = 1024;
        private int maxTokens = 512;
        private double rate = 5e-5;
        private RateSchedule schedule = RateSchedule.LINEAR;
        private double warmUp = 0.01;
        private double weightDecay = 0.01;
        private double beta1 = 0.9;
        private double beta2 = 0.999;
        private double epsilon = 1e-8;
        private double clip = 1;
        private long seed = 0;
        private boolean shuffle = true;
        private double validationShare = 0;
        private int validateEvery = 200;
        private int patience = 0;
        private int saveEvery = 200;
        private KeptWeights kept = KeptWeights.BEST;
        private WeightPrecision precision = WeightPrecision.BF16;
        private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

        private Builder() {}

        /** Sets the weights that change; default all. */
        public Builder trained(Trained newTrained) {
            trained = Objects.requireNonNull(newTrained, "trained");
            return this;
        }

        /** Sets the vectors that are learned; default those of the whole model. */
        public Builder target(Target newTarget) {
            target = Objects.requireNonNull(newTarget, "target");
            return this;
        }

        /** Sets the distance to the teacher's vectors; default cosine. */
        public Builder loss(Loss newLoss) {
            loss = Objects.requireNonNull(newLoss, "loss");
            return this;
        }

        /** Sets the passes over the texts, at least 1; default 1. */
        public Builder epochs(int newEpochs) {
            epochs = atLeast("epochs", newEpochs, 1);
            return this;
        }

        /** Sets the texts of an optimizer step, at least 1; default 256. */
        public Builder batch(int newBatch) {
            batch = atLeast("batch", newBatch, 1);
            return this;
        }

        /**
         * Sets the tokens, padding included, that go through the model together; the gradients of an optimizer step are
         * accumulated over such parts. Memory grows with it: about 5 MB a token at 24 layers. At least {@link #maxTokens}; default 1,024.
         */
        public Builder tokensPerBatch(int newTokensPerBatch) {
            tokensPerBatch = atLeast("tokensPerBatch", newTokensPerBatch, 1);
            return this;
        }

        /**
         * Sets the longest text in tokens, special tokens included. Longer ones are cut, as the model's tokenizer does it. The
         * model's own limit applies as well; default 512.
         */
        public Builder maxTokens(int newMaxTokens) {
            maxTokens = atLeast("maxTokens", newMaxTokens, 3);
            return this;
        }

        /** Sets the highest learning rate, above 0; default 5e-5. */
        public Builder rate(double newRate) {
            rate = finite("rate", above("rate", newRate));
            return this;
        }

        /** Sets the course of the rate after the warm-up; default linear. */
        public Builder schedule(RateSchedule newSchedule) {
            schedule = Objects.requireNonNull(newSchedule, "schedule");
            return this;
        }

        /** Sets the share of steps in which the rate rises from 0, from 0 to 1; default 0.01. */
        public Builder warmUp(double newWarmUp) {
            warmUp = share("warmUp", newWarmUp);
            return this;
        }

        /** Sets AdamW's weight decay, at least 0; default 0.01. */
        public Builder weightDecay(double newWeightDecay) {
            weightDecay = finite("weightDecay", newWeightDecay);
            return this;
        }

        /** Sets AdamW's decay of the first moment, from 0 to less than 1; default 0.9. */
        public Builder beta1(double newBeta1) {
            beta1 = belowOne("beta1", newBeta1);
            return this;
        }

        /** Sets AdamW's decay of the second moment, from 0 to less than 1; default 0.999. */
        public Builder beta2(double newBeta2) {
            beta2 = belowOne("beta2", newBeta2);
            return this;
        }

        /** Sets AdamW's guard against a division by 0, above 0; default 1e-8. */
        public Builder epsilon(double newEpsilon) {
            epsilon = finite("epsilon", above("epsilon", newEpsilon));
            return this;
        }

        /** Sets the largest norm of all gradients together, above 0, infinite for no limit; default 1. */
        public Builder clip(double newClip) {
            clip = above("clip", newClip);
            return this;
        }

        /** Sets the seed of the order and of the choice of validation texts; default 0. */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Sets whether the texts have another order in each epoch; the authors kept the order of the files. Default true. */
        public Builder shuffle(boolean newShuffle) {
            shuffle = newShuffle;
            return this;
        }

        /** Sets the share of texts that are held out to measure the mean cosine, from 0 to less than 1; default 0. */
        public Builder validationShare(double newValidationShare) {
            validationShare = belowOne("validationShare", newValidationShare);
            return this;
        }

        /** Sets the optimizer steps between two measurements, at least 1; the last step is always followed by one. Default 200. */
        public Builder validateEvery(int newValidateEvery) {
            validateEvery = atLeast("validateEvery", newValidateEvery, 1);
            return this;
        }

        /** Sets the measurements without a new best mean cosine after which the training ends; default 0 for no limit. */
        public Builder patience(int newPatience) {
            patience = atLeast("patience", newPatience, 0);
            return this;
        }

        /** Sets the optimizer steps between two checkpoints; 0 for none. Default 200. */
        public Builder saveEvery(int newSaveEvery) {
            saveEvery = atLeast("saveEvery", newSaveEvery, 0);
            return this;
        }

        /** Sets the weights that are saved at the end; default the best ones, or the last ones if no texts are held out. */
        public Builder kept(KeptWeights newKept) {
            kept = Objects.requireNonNull(newKept, "kept");
            return this;
        }

        /** Sets the number format of the saved weights; default bfloat16. */
        public Builder precision(WeightPrecision newPrecision) {
            precision = Objects.requireNonNull(newPrecision, "precision");
            return this;
        }

        /**
         * Sets the threads of an operation, at least 1; default half of the processors. A training repeats bit for bit only with the same
         * number. PyTorch's threads wait for each other without sleeping: where other programs need the processors, more threads take
         * several times as long, unless the environment has {@code OMP_WAIT_POLICY=passive}.
         */
        public Builder threads(int newThreads) {
            threads = atLeast("threads", newThreads, 1);
            return this;
        }

        /**
         * @throws IllegalArgumentException if the heads are trained for a target before them, or a text of {@code maxTokens} tokens does not
         *     fit {@code tokensPerBatch}
         */
        public TrainingOptions build() {
            if (trained == Trained.EMBEDDINGS_AND_HEADS && target == Target.PRE_DENSE) {
                throw new IllegalArgumentException("the target before the Dense modules does not train the heads");
            }
            if (tokensPerBatch < maxTokens) {
                throw new IllegalArgumentException(
                        "tokensPerBatch is " + tokensPerBatch + ", but a text of maxTokens (" + maxTokens + ") must fit");
            }
            return new TrainingOptions(
                    trained, target, loss, epochs, batch, tokensPerBatch, maxTokens, rate, schedule, warmUp, weightDecay, beta1, beta2,
                    epsilon, clip,
                    seed, shuffle, validationShare, validateEvery, patience, saveEvery, kept, precision, threads);
        }

        private static int atLeast(String name, int value, int least) {
            if (!(value >= least)) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
            }
            return value;
        }

        private static double above(String name, double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException(name + " must be above 0, not " + value);
            }
            return value;
        }

        private static double finite(String name, double value) {
            if (!(value >= 0 && Double.isFinite(value))) {
                throw new IllegalArgumentException(name + " must be a number of at least 0, not " + value);
            }
            return value;
        }

        private static double share(String name, double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(name + " must be from 0 to 1, not " + value);
            }
            return value;
        }

        private static double belowOne(String name, double value) {
            if (!(value >= 0 && value < 1)) {
                throw new IllegalArgumentException(name + " must be from 0 to less than 1, not " + value);
            }
            return value;
        }
    }
}
