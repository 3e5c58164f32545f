package ai.magibu.server.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The answer of {@code GET /v1/models}. */
record ModelList(String object, List<Model> data) {

    /** @param created when the server started, in seconds since 1970 */
    record Model(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}
}
