package ai.magibu.embedding.source;

import java.io.Serializable;

/** The serial form of a source: as a setting writes it. */
record WrittenSource(String text) implements Serializable {

    private static final long serialVersionUID = 1L;

    private Object readResolve() {
        return ModelSource.parse(text);
    }
}
