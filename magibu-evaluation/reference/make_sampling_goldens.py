"""The rows that the reference chooses, made with the data sets library that it uses.

  pip install datasets==5.0.1 numpy
  python make_sampling_goldens.py > ../sampling/sampling.json
"""
import json
import sys

import datasets

SEED = 42
MOST = 2048


def texts(labels):
    return datasets.Dataset.from_dict({"row": list(range(len(labels))), "label": labels})


def resplit(name, labels):
    parts = texts(labels).class_encode_column("label").train_test_split(test_size=0.2, seed=SEED, stratify_by_column="label")
    part = lambda p: {"rows": list(parts[p]["row"]), "labels": list(parts[p]["label"])}
    return {"name": name, "labels": labels, "train": part("train"), "test": part("test")}


def stratified(name, labels):
    """Labels are numbers that already have names, as in XNLI."""
    d = texts(labels).cast_column("label", datasets.ClassLabel(num_classes=max(labels) + 1))
    if len(labels) > MOST:
        d = d.train_test_split(test_size=MOST, seed=SEED, stratify_by_column="label")["test"]
    return {"name": name, "labels": labels, "rows": list(d["row"])}


def judgments(name, rows):
    """As the loaders of the sampled tasks do it: a new map on every row, so that the last row of a query remains."""
    d = datasets.Dataset.from_dict({k: [r[i] for r in rows] for i, k in enumerate(("query-id", "corpus-id", "score"))})
    d = d.shuffle(seed=SEED).select(range(min(MOST, len(rows))))
    relevant = {}
    for row in d:
        relevant[str(row["query-id"])] = {str(row["corpus-id"]): 1}
    return {"name": name, "judgments": rows, "documents": sorted({str(r["corpus-id"]) for r in d}), "relevant": relevant}


datasets.disable_progress_bars()
json.dump({
    "resplit": [
        resplit("two labels in order", [0] * 31 + [1] * 22),
        resplit("numbers of two digits are in the order of their texts", [i % 12 for i in range(120)]),
        resplit("texts beyond ASCII", [("şiir", "spor", "çevre", "Zaman", "𝔞", "ﬁ")[i % 6] for i in range(77)]),
        resplit("unequal shares", [0] * 5 + [1] * 41 + [2] * 17 + [3] * 9),
    ],
    "stratified": [
        stratified("as many rows as are kept", [i % 3 for i in range(MOST)]),
        stratified("a few rows more", [i % 3 for i in range(MOST + 5)]),
        stratified("three unequal labels", [(0, 2, 1, 1, 0, 1, 0)[i % 7] for i in range(2600)]),
    ],
    "judgments": [
        judgments("few", [[f"q{i % 7}", f"d{i * 5 % 11}", i % 3] for i in range(40)]),
        judgments("more than are kept", [[i * 7 % 900, i * 13 % 1500, 1 + i % 2] for i in range(2300)]),
    ],
}, sys.stdout, ensure_ascii=False, separators=(",", ":"))
