#!/usr/bin/env python3
"""The layouts in which teachers' vectors are published, written by pyarrow.

  make_vector_layouts.py OUT_DIR

Four rows each: "Çay ☕🍵", "Iğdır, İzmir", "two\nlines", "𝔘 x"; vector i is [i, i + 0.25, -1e-3].
"""
import os, sys
import pyarrow as pa, pyarrow.parquet as pq

out = sys.argv[1]; os.makedirs(out, exist_ok=True)
texts = ["Çay ☕🍵", "Iğdır, İzmir", "two\nlines", "𝔘 x"]
vectors = [[float(i), i + 0.25, -1e-3] for i in range(4)]
f, d = pa.list_(pa.float32()), pa.list_(pa.float64())
tables = {
    "distil-trainer": {"id": pa.array(range(4)), "text": texts, "teacher_embedding_pre_dense": pa.array([[0.5] * 2] * 4, f),
                       "teacher_embedding_final": pa.array(vectors, f)},
    "wikiset": {"lang": ["tr", "tr", "en", "de"], "text": texts, "embedding": pa.array(vectors, d)},
    "stories": {"texts": texts, "embeddings": pa.array(vectors, d)},
    "fixed": {"text": texts, "embedding": pa.array(vectors, pa.list_(pa.float32(), 3))},
    "gaps": {"text": [None, "", texts[0], "x", "y"], "embedding": pa.array([vectors[0], vectors[0], vectors[0], None, []], f)},
}
for name, columns in tables.items():
    pq.write_table(pa.table(columns), os.path.join(out, name + ".parquet"))
