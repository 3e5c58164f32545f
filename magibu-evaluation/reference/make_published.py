#!/usr/bin/env python3
"""Makes the folder "published": vectors of all-MiniLM-L6-v2 and the data sets they belong to, without texts that we may not pass on.

  python make_published.py --data DATA --vectors VECTORS --out published

DATA and VECTORS are the inputs and outputs of run_real_weights.py. XQuAD is CC BY-SA 4.0, so its texts are copied. The texts of
STSb-TR, IronyTR and TQuad are replaced by names, the same name for the same text; labels, scores, ids and vectors are kept.
"""
import argparse, json, os, shutil

a = argparse.ArgumentParser()
for n in ("data", "vectors", "out"):
    a.add_argument("--" + n, required=True)
a = a.parse_args()
names = {}


def rows(path):
    with open(os.path.join(a.data, path), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def name(text):
    return names.setdefault(text, f"text {len(names)}")


def write(path, rows):
    os.makedirs(os.path.dirname(os.path.join(a.out, path)), exist_ok=True)
    with open(os.path.join(a.out, path), "w", encoding="utf-8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")


write("stsb-tr/test.jsonl", [{"sentence1": name(r["sentence1"]), "sentence2": name(r["sentence2"]), "score": r["score"]} for r in rows("stsb-tr/test.jsonl")])
write("irony-tr/test.jsonl", [{"text": name(r["text"]), "label": r["label"]} for r in rows("irony-tr/test.jsonl")])
# The reference encodes title + " " + text; with an empty title this is " " + text.
write("tquad/corpus.jsonl", [{"_id": r["_id"], "title": "", "text": name(r["title"] + " " + r["text"])} for r in rows("tquad/corpus.jsonl")])
write("tquad/queries.jsonl", [{"_id": r["_id"], "text": name(r["text"])} for r in rows("tquad/queries.jsonl")])
for path in ("tquad/qrels/test.tsv", "xquad/xquad.tr/validation.jsonl", "xquad-articles-clustering/test.jsonl"):
    os.makedirs(os.path.dirname(os.path.join(a.out, path)), exist_ok=True)
    shutil.copyfile(os.path.join(a.data, path), os.path.join(a.out, path))
os.makedirs(os.path.join(a.out, "vectors"), exist_ok=True)
for f in os.listdir(a.vectors):
    if f.endswith(".npy"):
        shutil.copyfile(os.path.join(a.vectors, f), os.path.join(a.out, "vectors", f))
