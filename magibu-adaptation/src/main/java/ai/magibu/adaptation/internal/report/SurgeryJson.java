package ai.magibu.adaptation.internal.report;

import ai.magibu.adaptation.api.CountedTexts;
import ai.magibu.adaptation.api.NewToken;
import ai.magibu.adaptation.api.SurgeryResult;
import ai.magibu.adaptation.api.TextFertility;
import ai.magibu.adaptation.api.TextTokens;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The figures of a tokenizer surgery for programs. */
final class SurgeryJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SurgeryJson() {}

    static String of(SurgeryResult result) {
        ObjectNode root = JSON.createObjectNode();
        root.put("size", result.size()).put("requested_size", result.requestedSize()).put("teacher_tokens", result.teacherTokens());
        root.put("kept_tokens", result.keptTokens()).put("removed_tokens", result.teacherTokens() - result.keptTokens());
        root.put("new_tokens", result.newTokens().size()).put("returned_tokens", result.returnedTokens());
        root.put("teacher_merges", result.teacherMerges()).put("merges", result.merges());
        root.put("reachable", result.reachable());
        ArrayNode unreachable = root.putArray("unreachable");
        result.unreachable().forEach(unreachable::add);
        ArrayNode withoutRow = root.putArray("tokens_without_row");
        result.tokensWithoutRow().forEach(withoutRow::add);
        ArrayNode languages = root.putArray("languages");
        result.languages().forEach(language -> language(languages.addObject(), language));
        ArrayNode fertility = root.putArray("fertility");
        result.fertility().forEach(texts -> fertility(fertility.addObject(), texts));
        ArrayNode examples = root.putArray("examples");
        for (NewToken token : Examples.of(result)) {
            ArrayNode parts = examples.addObject().put("token", token.text()).putArray("teacher_tokens");
            token.teacherTokens().forEach(parts::add);
        }
        return root.toPrettyString() + "\n";
    }

    private static void language(ObjectNode node, CountedTexts language) {
        node.put("language", language.language()).put("weight", language.weight()).put("texts", language.texts());
        node.put("words", language.words()).put("characters", language.characters()).put("not_nfc_texts", language.decomposed());
        node.put("listed_words", language.listedWords());
    }

    private static void fertility(ObjectNode node, TextFertility texts) {
        node.put("language", texts.language()).put("name", texts.name()).put("held_out", texts.heldOut());
        node.put("words", texts.words()).put("characters", texts.characters());
        tokens(node.putObject("teacher"), texts, texts.teacher());
        tokens(node.putObject("pruned"), texts, texts.pruned());
        tokens(node.putObject("adapted"), texts, texts.adapted());
        node.put("change", texts.change());
    }

    private static void tokens(ObjectNode node, TextFertility texts, TextTokens tokens) {
        node.put("tokens", tokens.tokens()).put("tokens_per_word", texts.tokensPerWord(tokens));
        node.put("characters_per_token", texts.charactersPerToken(tokens)).put("coverage",
                texts.letterWords() == 0 ? null : Double.valueOf(texts.coverage(tokens)));
        node.put("byte_tokens", tokens.byteTokens());
    }
}
