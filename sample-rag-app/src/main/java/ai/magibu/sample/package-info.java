/**
 * A web application that answers questions out of documents. Read it in the order of a document's way: {@code database} finds a
 * PostgreSQL, {@code model} makes sure there is an embedding model, {@code store} keeps vectors in pgvector, {@code documents}
 * reads, splits and stores, {@code ingest} is the queue of files that wait for that, {@code search} finds passages, {@code ask}
 * lets a chat model answer from them, {@code web} is the HTTP interface that the page in {@code resources/static} uses.
 */
@NullMarked
package ai.magibu.sample;

import org.jspecify.annotations.NullMarked;
