package ai.magibu.sample.web;

import ai.magibu.sample.map.DocumentMap;
import ai.magibu.sample.map.MapService;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MapController {

    private final MapService map;

    MapController(MapService map) {
        this.map = map;
    }

    /** Holds no thread of the web server while the map is computed. */
    @GetMapping("/api/map")
    CompletableFuture<DocumentMap> map() {
        return map.map();
    }
}
