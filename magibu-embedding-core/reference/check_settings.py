#!/usr/bin/env python3
"""Compares src/test/resources/settings.tsv with sentence-transformers: a setting called "irrelevant" must not change its vectors;
for one called "rejected" it prints whether sentence-transformers fails, gives other vectors or the same ones.

  check_settings.py [SETTINGS.tsv]
"""
import json, os, shutil, sys, tempfile
import numpy as np, torch
from sentence_transformers import SentenceTransformer

HERE = os.path.dirname(os.path.abspath(__file__))
RESOURCES = os.path.join(HERE, "..", "src", "test", "resources")
TEXTS = ["Bugün hava çok güzel.", "Yapay zeka modellerinde damıtma nedir? <mask> <eos> İstanbul <bos>", "kelime güzel " * 300, ""]


def vectors(folder):
    model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32}).eval()
    return np.array([model.encode([text], prompt_name="query", convert_to_numpy=True)[0] for text in TEXTS])


def change(folder, file, pointer, key, value):
    path = os.path.join(folder, file)
    tree = json.load(open(path)) if os.path.exists(path) else {}
    node = tree
    for step in filter(None, pointer.split("/")):
        node = node[int(step)] if isinstance(node, list) else node[step]
    node[key] = json.loads(value)
    json.dump(tree, open(path, "w"), ensure_ascii=False)


def main():
    originals, wrong = {}, 0
    for line in open(sys.argv[1] if len(sys.argv) > 1 else os.path.join(RESOURCES, "settings.tsv"), encoding="utf-8"):
        if line.startswith("#"):
            continue
        base, file, pointer, key, value, expected = line.rstrip("\n").split("\t")
        source = os.path.join(RESOURCES, "models", base, "model")
        if base not in originals:
            originals[base] = vectors(source)
        folder = os.path.join(tempfile.mkdtemp(), "model")
        shutil.copytree(source, folder)
        change(folder, file, pointer, key, value)
        try:
            difference = float(np.abs(vectors(folder) - originals[base]).max())
            result = "same" if difference < 1e-6 else f"other vectors ({difference:.3f})"
        except BaseException as e:  # the tokenizers library panics with a BaseException
            result = f"fails ({type(e).__name__}: {str(e)[:80]!r})"
        shutil.rmtree(os.path.dirname(folder))
        if expected == "irrelevant" and result != "same":
            wrong += 1
            result += "  <-- WRONG"
        print(f"{expected}\t{file} {pointer} {key} {value[:60]}\t{result}", flush=True)
    print("wrong:", wrong)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
