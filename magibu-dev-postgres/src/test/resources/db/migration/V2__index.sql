CREATE INDEX notes_embedding ON notes USING hnsw (embedding vector_cosine_ops);
