#!/usr/bin/env python3
"""Compares the mutants that the fuzz program kept with sentence-transformers.

  compare_mutants.py KEPT_DIR [MOST]

For each: equal, rejected there (with the reason), or DIFFERENT. The exit status is 1 if any is different.
"""
import collections, json, os, sys
import numpy as np, torch
from sentence_transformers import SentenceTransformer


def main():
    counts = collections.Counter()
    numbers = sorted(os.listdir(sys.argv[1]), key=int)[: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    for number in numbers:
        folder = os.path.join(sys.argv[1], number)
        ours = json.load(open(os.path.join(folder, "vectors.json")))
        try:
            model = SentenceTransformer(os.path.join(folder, "model"), device="cpu", model_kwargs={"dtype": torch.float32}).eval()
            theirs = np.concatenate([model.encode_query([ours["query"]])[0], model.encode_document([ours["document"]])[0]])
            difference = float(np.abs(theirs - np.array(ours["vectors"], dtype=np.float32)).max())
            result = "equal" if difference < 1e-4 else "DIFFERENT"
        except BaseException as e:  # the tokenizers library panics with a BaseException
            result, difference = f"rejected there: {type(e).__name__} {str(e)[:70]!r}", None
        counts[result.split(":")[0]] += 1
        if result != "equal":
            print(number, result, difference, flush=True)
    print(dict(counts))
    sys.exit(1 if counts["DIFFERENT"] else 0)


if __name__ == "__main__":
    main()
