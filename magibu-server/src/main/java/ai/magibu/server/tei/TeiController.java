package ai.magibu.server.tei;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.Embedding;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.server.ServerSettings;
import ai.magibu.server.access.AccessLog;
import ai.magibu.server.encode.EncodeService;
import ai.magibu.server.encode.Encoded;
import ai.magibu.server.encode.Inputs;
import ai.magibu.server.encode.RequestFailure.Kind;
import ai.magibu.server.encode.RequestFailure;
import ai.magibu.server.encode.ServedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Embeddings and the model's description as text-embeddings-inference defines them. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class TeiController {

    private final EncodeService service;
    private final ServedModel served;
    private final boolean normalizes;
    private final String device;
    private final Info info;

    TeiController(EncodeService service, ServedModel served, MagibuEmbedder embedder, ServerSettings settings) {
        this.service = service;
        this.served = served;
        this.normalizes = embedder.info().pipeline().stream().anyMatch(module -> module.startsWith("Normalize"));
        this.device = embedder.device().equals(Device.CPU) ? "cpu" : "gpu";
        this.info = Info.of(embedder, served.name(), settings);
    }

    @PostMapping({"/embed", "/"})
    Mono<ResponseEntity<List<float[]>>> embed(@RequestBody EmbedRequest request, ServerWebExchange exchange) {
        long start = System.nanoTime();
        return service.encode(request.inputs(), null, options(request)).map(encoded -> {
            AccessLog.note(exchange, encoded);
            return answer(request.inputs(), encoded, start);
        });
    }

    private EncodeOptions options(EmbedRequest request) {
        String direction = request.truncationDirection();
        if (direction != null && !direction.equalsIgnoreCase("right")) {
            throw new RequestFailure(
                    Kind.INVALID, "truncation_direction",
                    "truncation_direction is \"" + direction + "\"; this server cuts off at the right");
        }
        boolean normalize = request.normalize() == null || request.normalize();
        if (normalize != normalizes) {
            throw new RequestFailure(Kind.INVALID, "normalize",
                    normalizes ? "normalize must be true, because this model normalizes its vectors itself"
                            : "normalize must be false, because this model does not normalize its vectors");
        }
        Boolean truncate = request.truncate();
        return new EncodeOptions(
                prompt(request.promptName()), request.dimensions(),
                truncate == null ? null : truncate ? OnTooLong.TRUNCATE : OnTooLong.FAIL);
    }

    private Prompt prompt(@Nullable String name) {
        return name == null ? served.defaultPrompt() : served.prompt("prompt_name", name);
    }

    private ResponseEntity<List<float[]>> answer(@Nullable Inputs inputs, Encoded encoded, long start) {
        long characters = inputs == null ? 0 : inputs.list().stream().mapToLong(Inputs.Input::length).sum();
        String milliseconds = Long.toString((System.nanoTime() - start) / 1_000_000);
        return ResponseEntity.ok()
                .header("x-compute-type", device)
                .header("x-compute-time", milliseconds)
                .header("x-compute-characters", Long.toString(characters))
                .header("x-compute-tokens", Long.toString(encoded.tokens()))
                .header("x-total-time", milliseconds)
                .body(encoded.embeddings().stream().map(Embedding::vector).toList());
    }

    @GetMapping("/info")
    Info info() {
        return info;
    }
}
