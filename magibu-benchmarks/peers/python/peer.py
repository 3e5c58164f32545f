#!/usr/bin/env python3
"""Peers of Magibu in Python, over the line protocol of magibu-benchmarks: a request a line on stdin, an answer a line on stdout.

  peer.py sentence-transformers MODEL_DIR [--threads N]
  peer.py sentence-transformers-bf16 MODEL_DIR [--threads N]
  peer.py onnx-plain MODEL_DIR --plain DIR [--threads N]

sentence-transformers: PyTorch, CPU, float32 or bfloat16; sorts by length, in batches of the size that the request names.
onnx-plain: what export_plain.py wrote, in ONNX Runtime; texts in the order they come, in batches of 32, padded to the longest;
pooling and the Dense heads in NumPy.

By hand:  echo '{"calls": [["Merhaba"]], "vectors": true}' | peer.py sentence-transformers MODEL_DIR
"""

import argparse
import json
import os
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

BATCH = 32


class SentenceTransformers:
    def __init__(self, options):
        import sentence_transformers
        import torch

        if options.threads:
            torch.set_num_threads(options.threads)
        start = time.perf_counter()
        dtype = torch.bfloat16 if options.peer == "sentence-transformers-bf16" else torch.float32
        self.model = sentence_transformers.SentenceTransformer(
            options.model, device="cpu", model_kwargs={"dtype": dtype}
        ).eval()
        for module in list(self.model)[1:]:  # model_kwargs are for the transformer alone
            module.to(dtype)
        self.load_seconds = time.perf_counter() - start
        self.max_tokens = self.model.max_seq_length
        self.weight_bytes = sum(weights.numel() * weights.element_size() for weights in self.model.parameters())
        self.version = f"sentence-transformers {sentence_transformers.__version__}, PyTorch {torch.__version__}, {str(dtype)[6:]}"

    def embed(self, texts, batch):
        # an empty prompt, even if the model has a default one
        return self.model.encode(texts, batch_size=batch or BATCH, prompt="", show_progress_bar=False)

    def tokens(self, texts):
        rows = self.model.tokenizer(texts, truncation=True, max_length=self.max_tokens, verbose=False)["input_ids"]
        return sum(map(len, rows))


class PlainOnnx:
    def __init__(self, options):
        import numpy
        import onnxruntime
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = options.threads or 0
        start = time.perf_counter()
        self.session = onnxruntime.InferenceSession(
            os.path.join(options.plain, "model.onnx"), settings, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = Tokenizer.from_file(os.path.join(options.plain, "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.heads = []
        for module in json.load(open(os.path.join(options.model, "modules.json"), encoding="utf-8")):
            if module["type"].endswith("Dense"):
                weights = load_dense(os.path.join(options.model, module["path"], "model.safetensors"), load_file)
                self.heads.append(numpy.ascontiguousarray(weights.T))
        self.load_seconds = time.perf_counter() - start
        self.numpy = numpy
        self.weight_bytes = os.path.getsize(os.path.join(options.plain, "model.onnx.data"))
        with open(os.path.join(options.model, "sentence_bert_config.json"), encoding="utf-8") as file:
            self.max_tokens = json.load(file)["max_seq_length"]
        self.version = f"ONNX Runtime {onnxruntime.__version__} on the plain export"

    def embed(self, texts, batch):
        np = self.numpy
        rows = []
        for start in range(0, len(texts), batch or BATCH):
            ids = [encoding.ids for encoding in self.tokenizer.encode_batch(texts[start : start + (batch or BATCH)])]
            longest = max(map(len, ids))
            mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in ids], dtype=np.int64)
            padded = np.array([row + [0] * (longest - len(row)) for row in ids], dtype=np.int64)
            hidden = self.session.run(None, {"input_ids": padded, "attention_mask": mask})[0]
            vectors = (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
            for head in self.heads:
                vectors = vectors @ head
            rows.append(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
        return np.concatenate(rows)

    def tokens(self, texts):
        return sum(len(encoding.ids) for encoding in self.tokenizer.encode_batch(texts))


def load_dense(path, load_file):
    (weights,) = [tensor for name, tensor in load_file(path).items() if name.endswith("weight")]
    return weights.astype("float32")


def answer(peer, request):
    def call(texts):
        start = time.perf_counter()
        vectors = peer.embed(texts, request.get("batch"))
        return time.perf_counter() - start, vectors

    callers = request.get("callers", 1)
    began = time.perf_counter()
    if callers == 1:
        made = [call(texts) for texts in request["calls"]]
    else:
        with ThreadPoolExecutor(callers) as pool:
            made = list(pool.map(call, request["calls"]))
    elapsed = time.perf_counter() - began
    tokens = sum(peer.tokens(texts) for texts in request["calls"])
    result = {"seconds": [seconds for seconds, _ in made], "elapsed": elapsed, "tokens": tokens}
    if request.get("vectors"):
        result["vectors"] = [[float(x) for x in row] for _, vectors in made for row in vectors]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=["sentence-transformers", "sentence-transformers-bf16", "onnx-plain"])
    parser.add_argument("model", metavar="MODEL_DIR")
    parser.add_argument("--plain", metavar="DIR", help="what export_plain.py wrote")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    # standard output is reserved for the protocol; libraries may print too
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    warnings.filterwarnings("ignore")

    def say(value):
        out.write(json.dumps(value) + "\n")
        out.flush()

    peer = (PlainOnnx if options.peer == "onnx-plain" else SentenceTransformers)(options)
    greeting = {"version": peer.version, "loadSeconds": peer.load_seconds, "maxTokens": peer.max_tokens}
    say(greeting | {"weightBytes": peer.weight_bytes, "sameVectors": True, "wantsIds": False})
    for line in sys.stdin:
        try:
            say(answer(peer, json.loads(line)))
        except Exception as failure:  # the program continues with the next row
            say({"seconds": [], "elapsed": 0, "error": f"{type(failure).__name__}: {failure}"})


if __name__ == "__main__":
    main()
