"""Runs an exported model: python embed.py [--prompt NAME] TEXT ...   (one JSON vector a line)

As a module:  from embed import Embedder;  vectors = Embedder(".").encode(["Merhaba"], prompt="query")
"""
import argparse
import json
import os

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


class Embedder:
    def __init__(self, folder):
        self.session = onnxruntime.InferenceSession(os.path.join(folder, "model.onnx"), providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
        self.tokenizer.no_padding()
        limit = int(self.session.get_modelmeta().custom_metadata_map["max_tokens"])
        self.tokenizer.enable_truncation(limit)
        config = os.path.join(folder, "config_sentence_transformers.json")
        self.prompts = json.load(open(config, encoding="utf-8")).get("prompts", {}) if os.path.exists(config) else {}
        self.inputs = {value.name for value in self.session.get_inputs()}

    def encode(self, texts, prompt=None):
        """Vectors of the texts, float32 [len(texts), dimension]."""
        prefix = self.prompts[prompt] if prompt else ""
        ids = [self.tokenizer.encode(prefix + text).ids for text in texts]
        width = max(map(len, ids))
        input_ids, mask = np.zeros((2, len(ids), width), np.int64)
        for row, tokens in enumerate(ids):
            input_ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        feed = {"input_ids": input_ids, "attention_mask": mask}
        if "pooling_mask" in self.inputs:
            pooled = mask.copy()
            if prefix:  # the prompt's tokens with the special token before them
                alone = self.tokenizer.encode(prefix)
                pooled[:, : len(alone.ids) - alone.special_tokens_mask[-1]] = 0
            feed["pooling_mask"] = pooled
        return self.session.run(["sentence_embedding"], feed)[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Embeddings of texts, one JSON vector a line")
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--prompt", help="a name from config_sentence_transformers.json, such as query or document")
    arguments = parser.parse_args()
    embedder = Embedder(os.path.dirname(os.path.abspath(__file__)))
    for vector in embedder.encode(arguments.texts, arguments.prompt):
        print(json.dumps(vector.tolist()))
