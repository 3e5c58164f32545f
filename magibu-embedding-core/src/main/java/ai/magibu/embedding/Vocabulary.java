package ai.magibu.embedding;

import ai.magibu.embedding.api.UnknownTokenException;

/** @param rows of the embedding matrix; a published tokenizer may know more tokens */
record Vocabulary(int rows) {

    /**
     * @param index the text's position in the call
     * @throws UnknownTokenException if an id has no row
     */
    void requireKnown(long[] ids, int index) {
        for (long id : ids) {
            if (id >= rows) {
                throw new UnknownTokenException(index, id, rows);
            }
        }
    }
}
