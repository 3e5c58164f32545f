CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE documents (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    source       text NOT NULL UNIQUE,  -- the file's name: the same name again is the same document
    title        text NOT NULL,
    media_type   text NOT NULL,
    content_hash text NOT NULL,         -- of the file and all that decides how it is split
    chunk_count  integer NOT NULL,
    stored_at    timestamptz NOT NULL DEFAULT now()
);

-- As LangChain4j's PgVectorEmbeddingStore wants it, with the metadata in columns of their own.
CREATE TABLE chunks (
    embedding_id uuid PRIMARY KEY,
    embedding    vector(${dimension}),
    text         text NOT NULL,
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    source       text NOT NULL,
    title        text NOT NULL,
    position     integer NOT NULL,      -- 0 for the document's first chunk
    UNIQUE (document_id, position)
);

-- The store's own index would be IVFFlat, which has to be built again as the data grows.
CREATE INDEX chunks_embedding ON chunks USING hnsw (embedding vector_cosine_ops);

-- One row: whose vectors the chunks carry, and whether the bundled documents were stored once.
CREATE TABLE vector_store (
    only_row          boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    model_fingerprint text NOT NULL,
    model_name        text NOT NULL,
    dimension         integer NOT NULL,
    demo_stored       boolean NOT NULL DEFAULT false
);

INSERT INTO vector_store (model_fingerprint, model_name, dimension)
VALUES ('${fingerprint}', '${model}', ${dimension});
