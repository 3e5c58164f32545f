CREATE EXTENSION IF NOT EXISTS vector;

-- An upload keeps its file, so that everything that is made of it can be made again.
CREATE TABLE documents (
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE,  -- the order of the queue
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name        text NOT NULL,                     -- the file's: once stored, an upload replaces the earlier one of its name
    file        bytea NOT NULL,
    hash        text NOT NULL GENERATED ALWAYS AS (encode(sha256(file), 'hex')) STORED,
    state       text NOT NULL DEFAULT 'waiting',   -- waiting, reading, embedding, stored, failed, cancelled
    problem     text,                              -- why it failed
    done        integer NOT NULL DEFAULT 0,        -- chunks embedded so far
    total       integer NOT NULL DEFAULT 0,
    attempts    integer NOT NULL DEFAULT 0,        -- to ingest it
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    title       text,
    text        text,                              -- the whole, as it was split; null until it is stored
    chunks      integer NOT NULL DEFAULT 0
);
ALTER TABLE documents ALTER COLUMN file SET STORAGE EXTERNAL; -- most files do not compress
CREATE INDEX documents_name ON documents (name);

-- The table of LangChain4j's PgVectorEmbeddingStore, with its metadata in columns.
CREATE TABLE chunks (
    embedding_id uuid PRIMARY KEY,
    embedding    vector(${dimension}) NOT NULL,
    text         text NOT NULL,
    document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
    title        text NOT NULL,
    uploaded_on  text NOT NULL,                    -- a day such as 2026-11-28
    position     integer NOT NULL,                 -- 0 for the first chunk of the document
    parts        integer NOT NULL,                 -- the number of chunks of the document
    start_offset integer NOT NULL,                 -- in documents.text, in UTF-16 units
    end_offset   integer NOT NULL
);
ALTER TABLE chunks ALTER COLUMN embedding SET STORAGE PLAIN; -- next to its row: an exact search reads it twice as fast
CREATE INDEX chunks_document ON chunks (document_id);

-- The identity of the model that made the vectors: one row, or none before the first start.
CREATE TABLE embedding_model (identity text NOT NULL);
