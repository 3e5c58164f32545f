CREATE EXTENSION IF NOT EXISTS vector;

CREATE TABLE notes (
    id int PRIMARY KEY,
    embedding vector(2)
);
