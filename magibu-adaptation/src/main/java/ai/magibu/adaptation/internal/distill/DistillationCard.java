package ai.magibu.adaptation.internal.distill;

import ai.magibu.adaptation.api.TrainingHistory;
import java.util.Locale;

/** The model card of a distilled model. */
final class DistillationCard {

    private DistillationCard() {}

    static String of(Provenance provenance) {
        TrainingHistory history = provenance.history();
        StringBuilder card = new StringBuilder();
        card.append("---\nlibrary_name: sentence-transformers\npipeline_tag: sentence-similarity\n---\n\n");
        card.append("# ").append(provenance.plan().output().toAbsolutePath().normalize().getFileName()).append("\n\n");
        card.append("An embedding model that was distilled from a teacher's vectors with Magibu for Java. The student was `")
                .append(provenance.studentName()).append("`.\n\n## Training\n\n");
        line(card, "Texts", history.truncated() == 0 ? "%,d" : "%,d, of which %,d were longer than the limit and cut", provenance.texts(),
                history.truncated());
        line(card, "Tokens", "%,d in %,d optimizer steps", history.tokens(), history.steps().size());
        line(card, "Loss", "%.4f in the first step, %.4f in the last", history.steps().get(0).loss(),
                history.steps().get(history.steps().size() - 1).loss());
        line(card, "Saved weights", "those after step %,d", provenance.savedStep());
        provenance.saved(history.validations()).ifPresent(score -> line(
                card, "Validation cosine", "%.4f on %,d texts that were not trained on", score.value(), provenance.heldOut()));
        provenance.saved(history.evaluations()).ifPresent(score -> line(card, provenance.plan().evaluation(), "%.4f", score.value()));
        card.append("\nThe training curves are in `report.html`.\n\n## Origin\n\n| setting | value |\n|---|---|\n");
        provenance.settings().forEach((name, value) -> card.append("| ").append(name).append(" | `").append(value).append("` |\n"));
        card.append(
                "\n`student` is the fingerprint of the student before the training, `vectors` and `validation` are hashes of the texts and")
                .append(" the teacher's vectors (SHA-256).\n\nThe licenses of the teacher, of the student and of the texts apply.\n");
        return card.toString();
    }

    private static void line(StringBuilder card, String label, String format, Object... values) {
        card.append("- ").append(label).append(": ").append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
