package ai.magibu.evaluation.api;

import java.util.ArrayList;
import java.util.List;

/**
 * The use of a text in a task.
 *
 * @param task the name of the task, for example {@code STSbTR}
 * @param type the type of the task as mteb spells it, for example {@code STS}
 * @param side the side of a search
 */
public record TextRole(String task, String type, Side side) {

    /** The side of a search that a text is on. */
    public enum Side {
        /** A search query. */
        QUERY,
        /** A document that queries should find. */
        DOCUMENT,
        /** The task is not a search. */
        NONE
    }

    /**
     * Returns the names under which a model may define the prompt, the first of which counts. This is mteb 2's order: task and side, task,
     * type and side, type, side.
     */
    public List<String> promptNames() {
        List<String> names = new ArrayList<>();
        for (String name : List.of(task, type)) {
            if (side != Side.NONE) {
                names.add(name + "-" + sideName());
            }
            names.add(name);
        }
        if (side != Side.NONE) {
            names.add(sideName());
        }
        return names;
    }

    private String sideName() {
        return side == Side.QUERY ? "query" : "document";
    }
}
