-- The stems of a question's words, of both spellings, without stop words. A stop word is one by its Turkish letters: unaccented,
-- "şu" would be "su", water.
CREATE FUNCTION turkish_stems(input text) RETURNS text[]
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT stem.lexeme), '{}')
    FROM ts_parse('default', turkish_lower(input)) AS word, unnest(turkish_vector(word.token)) AS stem
    WHERE to_tsvector('pg_catalog.turkish'::regconfig, word.token) <> ''::tsvector
$$;

-- Any of them: no text has every word of a whole question, as websearch_to_tsquery wants it. Null where only stop words are left.
CREATE OR REPLACE FUNCTION turkish_query(input text) RETURNS tsquery
LANGUAGE sql STABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg('''' || replace(replace(stem, '\', '\\'), '''', '''''') || '''', ' | ')::tsquery
    FROM unnest(turkish_stems(input)) AS stem
$$;
