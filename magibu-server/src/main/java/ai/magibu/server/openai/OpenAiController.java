package ai.magibu.server.openai;

import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.server.access.AccessLog;
import ai.magibu.server.encode.EncodeService;
import ai.magibu.server.encode.RequestFailure.Kind;
import ai.magibu.server.encode.RequestFailure;
import ai.magibu.server.encode.ServedModel;
import ai.magibu.server.openai.ModelList.Model;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Embeddings and models as OpenAI's API defines them, with extensions for prompts and titles. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class OpenAiController {

    private final EncodeService service;
    private final ServedModel served;
    private final List<Model> models;

    OpenAiController(EncodeService service, ServedModel served) {
        this.service = service;
        this.served = served;
        long created = Instant.now().getEpochSecond();
        List<String> names = new ArrayList<>(List.of(served.name()));
        List.of("query", "document").stream().filter(served::defines).forEach(prompt -> names.add(served.name() + ":" + prompt));
        this.models = names.stream().map(name -> new Model(name, "model", created, "magibu")).toList();
    }

    @PostMapping("/v1/embeddings")
    Mono<EmbeddingsResponse> embeddings(@RequestBody EmbeddingsRequest request, ServerWebExchange exchange) {
        boolean base64 = isBase64(request.encodingFormat());
        EncodeOptions options = EncodeOptions.of(prompt(request)).withDimensions(request.dimensions());
        String model = request.model() == null ? served.name() : request.model();
        return service.encode(request.input(), request.titles(), options)
                .doOnNext(encoded -> AccessLog.note(exchange, encoded))
                .map(encoded -> EmbeddingsResponse.of(encoded, model, base64));
    }

    private static boolean isBase64(@Nullable String format) {
        if (format != null && !Set.of("float", "base64").contains(format)) {
            throw new RequestFailure(Kind.INVALID, "encoding_format", "encoding_format is \"" + format + "\", not \"float\" or \"base64\"");
        }
        return "base64".equals(format);
    }

    private Prompt prompt(EmbeddingsRequest request) {
        Prompt ofModel = request.model() == null ? null : served.promptOf(request.model());
        Prompt ofRequest = requested(request.inputType(), request.prompt());
        if (ofModel != null && ofRequest != null && !ofModel.equals(ofRequest)) {
            throw new RequestFailure(Kind.INVALID, request.prompt() == null ? "input_type" : "prompt",
                    "the request chooses the prompt \"" + ofRequest + "\", but its model the prompt \"" + ofModel + "\". Choose one");
        }
        return ofRequest != null ? ofRequest : ofModel != null ? ofModel : served.defaultPrompt();
    }

    private @Nullable Prompt requested(@Nullable String inputType, @Nullable String prompt) {
        if (inputType == null) {
            return prompt == null ? null : served.prompt("prompt", prompt);
        }
        if (prompt != null) {
            throw new RequestFailure(Kind.INVALID, "prompt", "the request has both input_type and prompt. Send one of them");
        }
        return switch (inputType) {
            case "query" -> Prompt.QUERY;
            case "document" -> Prompt.DOCUMENT;
            default -> throw new RequestFailure(
                    Kind.INVALID, "input_type", "input_type is \"" + inputType + "\", not \"query\" or \"document\"");
        };
    }

    @GetMapping("/v1/models")
    ModelList models() {
        return new ModelList("list", models);
    }

    @GetMapping("/v1/models/{*id}")
    Model model(@PathVariable String id) {
        String name = id.substring(1); // after the slash
        return models.stream()
                .filter(model -> model.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new RequestFailure(Kind.UNKNOWN_MODEL, "model", "the model \"" + name + "\" does not exist"));
    }
}
