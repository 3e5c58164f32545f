package ai.magibu.hub;

import ai.magibu.hub.HubException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A repository with the files of a small model, four of them large. The contents are random. */
final class TinyRepository {

    static final String FIRST = "modules.json";

    static final List<String> NAMES = List.of(
            FIRST, "config_sentence_transformers.json", "sentence_bert_config.json", "config.json", "tokenizer.json",
            "tokenizer_config.json", "1_Pooling/config.json", "2_Dense/config.json", "3_Dense/config.json", "model.safetensors",
            "2_Dense/model.safetensors", "3_Dense/model.safetensors");

    /** The first file is required, and so is each of the others unless it is listed here. */
    private static final List<String> OPTIONAL = List.of("config_sentence_transformers.json", "tokenizer_config.json", "added_tokens.json");

    private TinyRepository() {}

    static Map<String, byte[]> files() {
        Random random = new Random(7);
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : NAMES) {
            byte[] content = new byte[name.equals("model.safetensors") ? 400_000 : name.endsWith(".json") ? 500 : 20_000];
            random.nextBytes(content);
            files.put(name, content);
        }
        files.put(FIRST, "[]".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    /** Fetches all files, and an optional one that the repository does not have. */
    static void select(RepositoryFiles files) {
        for (String name : NAMES) {
            if (!files.fetch(name) && !OPTIONAL.contains(name)) {
                throw new HubException(Reason.NOT_FOUND, "there is no " + name);
            }
        }
        files.fetch("added_tokens.json");
    }

    /** Downloads {@code owner/name} or {@code owner/name@revision}. */
    static HubSnapshot download(Hub hub, String model) {
        return download(hub, model, TinyRepository::select);
    }

    static HubSnapshot download(Hub hub, String model, Consumer<RepositoryFiles> selection) {
        int at = model.indexOf('@');
        RepositoryId repository = RepositoryId.model(at < 0 ? model : model.substring(0, at));
        return hub.download(repository, at < 0 ? Hub.MAIN : model.substring(at + 1), FIRST, selection);
    }
}
