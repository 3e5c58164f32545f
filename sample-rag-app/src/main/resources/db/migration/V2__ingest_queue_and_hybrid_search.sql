-- Text search. PostgreSQL's configuration "turkish" stems, but lower() knows no Turkish: İ is the capital of i, I that of ı.
CREATE FUNCTION turkish_lower(input text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(translate(replace(input, U&'\0307', ''), 'İIÇĞÖŞÜÂÎÛ', 'iıçğöşüâîû'))
$$;

-- As people type who have no Turkish keyboard. (The extension "unaccent" is not everywhere, and is not immutable.)
CREATE FUNCTION turkish_unaccent(lower_case text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT translate(lower_case, 'çğıöşüâîûáàäãåéèêëíìïóòôõúùñ', 'cgiosuaiuaaaaaeeeeiiioooouun')
$$;

-- Both spellings of each word: the stemmer goes by Turkish letters, so unaccenting must neither come before it nor be left out.
CREATE FUNCTION turkish_vector(input text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsvector('pg_catalog.turkish'::regconfig, turkish_lower(input))
        || to_tsvector('pg_catalog.turkish'::regconfig, turkish_unaccent(turkish_lower(input)))
$$;

CREATE FUNCTION turkish_query(input text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT websearch_to_tsquery('pg_catalog.turkish'::regconfig, turkish_lower(input))
        || websearch_to_tsquery('pg_catalog.turkish'::regconfig, turkish_unaccent(turkish_lower(input)))
$$;

ALTER TABLE documents
    ADD COLUMN text     text NOT NULL DEFAULT '',    -- the whole, as it was split
    ADD COLUMN tags     text[] NOT NULL DEFAULT '{}',
    ADD COLUMN settings text NOT NULL DEFAULT '';    -- all besides the content that decides what is stored
ALTER TABLE documents ALTER COLUMN text DROP DEFAULT;
ALTER TABLE documents ALTER COLUMN settings DROP DEFAULT;
COMMENT ON COLUMN documents.content_hash IS 'SHA-256 of the file';
CREATE INDEX documents_content_hash ON documents (content_hash);
CREATE INDEX documents_tags ON documents USING gin (tags);
CREATE INDEX documents_stored_at ON documents (stored_at);

-- The dimension is that of the stored vectors. Where the model of this start has another, ModelGuard has the last word.
ALTER TABLE chunks RENAME TO chunks_v1;
ALTER INDEX chunks_embedding RENAME TO chunks_v1_embedding;
DO $$ BEGIN EXECUTE format('
    CREATE TABLE chunks (
        id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        document_id  uuid NOT NULL REFERENCES documents ON DELETE CASCADE,
        position     integer NOT NULL,  -- 0 for the document''s first chunk
        start_offset integer NOT NULL,  -- in documents.text, in UTF-16 units as Java counts
        end_offset   integer NOT NULL,
        text         text NOT NULL,
        search       tsvector NOT NULL, -- of title and text
        embedding    halfvec(%s),
        UNIQUE (document_id, position)
    )', (SELECT dimension FROM vector_store));
END $$;

-- V1 kept no text of the whole: the chunks one after the other, overlaps twice.
CREATE FUNCTION pg_temp.utf16_length(input text) RETURNS integer LANGUAGE sql AS $$
    SELECT length(input) + length(regexp_replace(input, '[\u0001-\uFFFF]', '', 'g'))
$$;
INSERT INTO chunks (document_id, position, start_offset, end_offset, text, search, embedding)
SELECT c.document_id, c.position, c.chunk_end - pg_temp.utf16_length(c.text), c.chunk_end, c.text,
       setweight(turkish_vector(d.title), 'B') || turkish_vector(c.text), c.embedding::halfvec
FROM (SELECT *, sum(pg_temp.utf16_length(text) + 2) OVER (PARTITION BY document_id ORDER BY position) - 2 AS chunk_end
      FROM chunks_v1) c
JOIN documents d ON d.id = c.document_id;
UPDATE documents d
SET text = (SELECT coalesce(string_agg(c.text, E'\n\n' ORDER BY c.position), '') FROM chunks_v1 c WHERE c.document_id = d.id);
DROP TABLE chunks_v1;
DROP FUNCTION pg_temp.utf16_length(text);

CREATE INDEX chunks_embedding ON chunks USING hnsw (embedding halfvec_cosine_ops);
CREATE INDEX chunks_search ON chunks USING gin (search);

-- What is to be ingested, and what became of it. A worker holds a job by a lease that it renews; one that died holds it no longer.
CREATE TABLE ingest_jobs (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- in the order of arrival
    source       text NOT NULL,
    title        text,
    tags         text[],
    size         bigint NOT NULL,
    content      bytea,             -- until it is stored
    state        text NOT NULL,     -- JobState
    chunks_done  integer NOT NULL DEFAULT 0,
    chunks_total integer NOT NULL DEFAULT 0,
    reason       text,
    message      text,
    document_id  uuid,
    replaced     boolean NOT NULL DEFAULT false,
    attempts     integer NOT NULL DEFAULT 0,
    worker       uuid,
    lease_until  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE ingest_jobs ALTER COLUMN content SET STORAGE EXTERNAL; -- PDFs do not compress
CREATE INDEX ingest_jobs_unfinished ON ingest_jobs (id) WHERE state IN ('queued', 'reading', 'embedding');
CREATE INDEX ingest_jobs_updated_at ON ingest_jobs (updated_at);
