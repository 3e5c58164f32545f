-- Runs again if a new version of magibu-langchain4j changes the functions, and then computes the column for all chunks.
${turkish_text_search}

ALTER TABLE chunks DROP COLUMN IF EXISTS search;
ALTER TABLE chunks ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (turkish_vector(title) || turkish_vector(text)) STORED;
CREATE INDEX chunks_search ON chunks USING gin (search);
