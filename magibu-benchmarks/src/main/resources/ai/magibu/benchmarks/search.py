"""Exact search with numpy, as mteb does it: blocks of documents, the best k of each. Prints seconds and a query's best rows."""
import sys, time
import numpy as np

file, queries, dimensions, k, block = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
corpus = np.memmap(file, dtype="<f4", mode="r").reshape(-1, dimensions)
q = np.fromfile(queries, dtype="<f4").reshape(-1, dimensions)
start = time.perf_counter()
q = q / np.linalg.norm(q, axis=1, keepdims=True)
best_scores = np.full((len(q), 0), -np.inf, np.float32)
best_rows = np.zeros((len(q), 0), np.int64)
for first in range(0, len(corpus), block):
    c = np.asarray(corpus[first:first + block])
    c = c / np.linalg.norm(c, axis=1, keepdims=True)
    scores = q @ c.T
    top = np.argpartition(-scores, min(k, scores.shape[1] - 1), axis=1)[:, :k]
    best_scores = np.concatenate([best_scores, np.take_along_axis(scores, top, 1)], 1)
    best_rows = np.concatenate([best_rows, top + first], 1)
    keep = np.argsort(-best_scores, axis=1, kind="stable")[:, :k]
    best_scores, best_rows = np.take_along_axis(best_scores, keep, 1), np.take_along_axis(best_rows, keep, 1)
print(time.perf_counter() - start)
print(" ".join(map(str, best_rows[0, :10])))
