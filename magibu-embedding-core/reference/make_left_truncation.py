#!/usr/bin/env python3
"""Goldens for a model whose texts are cut at their start: a copy of MODEL_DIR with "truncation_side": "left".

  make_left_truncation.py MODEL_DIR OUT.json

OUT.json is as golden.json: [{"text", "prompt", "input_ids", "embedding"}, ...]
"""
import json, os, shutil, sys, tempfile
import numpy as np, torch
from sentence_transformers import SentenceTransformer
from make_fixture import LONG, SENTENCES


def main():
    with tempfile.TemporaryDirectory() as work:
        folder = os.path.join(work, "model")
        shutil.copytree(sys.argv[1], folder)
        path = os.path.join(folder, "tokenizer_config.json")
        config = json.load(open(path)) | {"truncation_side": "left"}
        json.dump(config, open(path, "w"))
        model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32}).eval()
        golden = []
        for prompt in ("query", "document"):
            for text in (SENTENCES[0], LONG, "kelime güzel " * 300):
                vector = model.encode([text], prompt_name=prompt, convert_to_numpy=True)[0]
                ids = model.preprocess([model.prompts[prompt] + text])["input_ids"][0].tolist()
                golden.append({"text": text, "prompt": prompt, "input_ids": ids, "embedding": [float(np.float32(x)) for x in vector]})
    json.dump(golden, open(sys.argv[2], "w"), ensure_ascii=True)
    print(sys.argv[2], len(golden), "goldens; longest", max(len(g["input_ids"]) for g in golden))


if __name__ == "__main__":
    main()
