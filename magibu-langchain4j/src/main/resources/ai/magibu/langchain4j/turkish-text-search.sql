-- Turkish full text search for PostgreSQL 15 or newer with encoding UTF8. Idempotent. The bodies are bound when the functions are
-- created, so that a generated column that uses turkish_vector survives pg_dump and another search_path.

-- Lower case: İ is the capital of i, I that of ı. Invisible characters and the optional circumflex (kâğıt) are dropped, all apostrophes
-- are ', and NFC equals NFD.
CREATE OR REPLACE FUNCTION turkish_lower(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN lower(translate(replace(
    normalize(translate(
        regexp_replace(input, '[\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF]+', '', 'g'),
        '’‘‛`´ʼʹ′＇', ''''''''''''''''''''), NFKC), U&'\0307', ''),
    'İIÇĞÖŞÜÂÎÛâîûÀÁÃÄÅÆÈÉÊËÌÍÏÑÒÓÔÕØÙÚÝƏ', 'iıçğöşüaiuaiuàáãäåæèéêëìíïñòóôõøùúýə'));

-- Lower case as people type it without a Turkish keyboard.
CREATE OR REPLACE FUNCTION turkish_unaccent(lower_case text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(regexp_replace(normalize(lower_case, NFD), '[\u0300-\u036F]+', '', 'g'), 'ıøłđə', 'ioldeə');

-- The words in lower case between single spaces: runs without white space, punctuation and symbols. A suffix after an
-- apostrophe is left out (Fransa'nın, TBMM'nin, 5'inci); any other apostrophe joins (Kur'an, O'Brien). Without an apostrophe, suffixes
-- of abbreviations are left out (tbmmnin). So are words of more than 160 characters: PostgreSQL fails for a lexeme of more than 2,047
-- bytes, and a letter without its marks may have 12.
CREATE OR REPLACE FUNCTION turkish_words(input text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(turkish_lower(input),
    '[\u0001-&(-/:-@[-`{-\u00BF×÷\u02C2-\u02C5\u02D2-\u02DF\u037E\u0387\u0589\u05BE\u060C\u061B\u061F\u066A-\u066D\u06D4\u0964\u0965\u1680\u2000-\u2BFF\u2E00-\u2E7F\u3000-\u3004\u3008-\u3020\u3030\u30FB\uE000-\uF8FF\uFE10-\uFE6F\uFFF0-\uFFFF\U0001F000-\U0001FAFF]+',
    ' ', 'g'),
    ' ?[^ ]{161,}', '', 'g'),
    '([^ '']{2}|(?<![^ ])[0-9])''(?:y?[ae]|[yns]?[ıiuü](?:[nmzysk][^ '']*)?|(?:[yn]?[dt]|n|y?l|n?[cç])[aeıiuü][^ '']*|y?s[ae][^ '']*|y?m[ıiuü][sş][^ '']*|k[ıi][^ '']*|y?ken|[sş]?[ae]r)(?![^ ])',
    '\1', 'g'),
    '(?<![^ ])([^ ''])''[^ '']{1,3}(?![^ ])', '\1', 'g'),
    '(?<![^ ])([bcçdfgğhjklmnprsştvyz]{3,})(?:n[ıiuü]n|y[aeıiuü]|[dt][ae](?:n|ki)?)(?![^ ])', '\1', 'g'),
    '''', ''));

-- The stem of each word and of its spelling without Turkish letters, because the stemmer needs them. That second stem is marked with
-- "=", so that kışın does not find kişinin, unless ı is the only such letter: it may be a capital I of a text without Turkish letters.
CREATE OR REPLACE FUNCTION turkish_vector(input text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (WITH input AS MATERIALIZED (SELECT turkish_words(input) AS words)
    SELECT to_tsvector('pg_catalog.turkish'::regconfig, words)
        || to_tsvector('pg_catalog.turkish'::regconfig, turkish_unaccent(
            regexp_replace(words, '(?<![^ ])(?:[a-z0-9]+|[^ ]*[^ a-z0-9ı][^ ]*)(?![^ ])', '', 'g')))
        || regexp_replace(to_tsvector('pg_catalog.turkish'::regconfig, turkish_unaccent(
            regexp_replace(words, '(?<![^ ])(?:[a-z0-9ı]+|şun?[^ ]{0,4})(?![^ ])', '', 'g')))::text,
            '''([^'']+)''', '''=\1''', 'g')::tsvector
    FROM input);

-- The lexemes that find a question's words. Stop words of PostgreSQL and of the list below have no lexemes; a word has those of
-- its stem, of the stem's stem (ankaranın, ankara) and of itself.
CREATE OR REPLACE FUNCTION turkish_stems(input text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT coalesce(array_agg(DISTINCT mark || form), '{}')
    FROM unnest(string_to_array(turkish_words(input), ' ')) AS word,
        LATERAL (VALUES ('', word), ('', turkish_unaccent(word)), ('=', turkish_unaccent(word))) AS spelling (mark, spelled),
        LATERAL (SELECT (ts_lexize('pg_catalog.turkish_stem', spelled))[1] AS stem) AS stemmed,
        LATERAL (VALUES (spelled), (stem), ((ts_lexize('pg_catalog.turkish_stem', stem))[1])) AS forms (form)
    WHERE (mark = '' OR turkish_unaccent(word) = translate(word, 'ı', 'i'))
        AND ts_lexize('pg_catalog.turkish_stem', word) <> '{}'
        AND translate(word, 'ı', 'i') <> ALL ('{bir,kadar,ne,nedir,nelerdir,neler,nasil,nasildir,hangi,hangisi,hangileri,kac,kaç,kacinci,kaçinci,kim,kimdir,kimin,kime,nerede,nerededir,nereden,neresi,neresidir,niye,nicin,niçin,neden,mi,midir,mu,mudur,mü,müdür,misin,misiniz,icin,için,cok,çok,cunku,çünkü,hic,hiç,sey,şey,tum,tüm,gore,göre,eger,eğer,olan,olarak,olur,oldu,oldugu,olduğu,olup,var,yok,ben,sen,onlar,bunlar,sunlar,şunlar,bunu,sunu,şunu,bunun,onun,onu,ona,buna,bana,beni,sana,ancak,fakat,lakin,tarafindan,hakkinda,uzere,üzere,boyle,böyle,soyle,şöyle,the,of,and}'));

-- Any of a question's words, because no text has all of them. Null, which finds nothing, if only stop words are left. Only
-- the first 10,000 characters of a long text count, because a tsquery has a size limit.
CREATE OR REPLACE FUNCTION turkish_query(input text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg('''' || stem || '''', ' | ')::tsquery FROM unnest(turkish_stems(left(input, 10000))) AS stem);
