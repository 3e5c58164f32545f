#!/usr/bin/env python3
"""Token ids of the model "tiny" when a settings file names tokens that tokenizer.json does not list, as sentence-transformers gives
them. Writes src/test/resources/models/tiny/declared-tokens.json.

  make_declared_tokens.py
"""
import json, os, shutil, tempfile
import torch
from sentence_transformers import SentenceTransformer
from check_settings import RESOURCES, change

TEXT = "Yapay zeka damıtma nedir? damıtmak, <görsel> ve  <görsel>son"
OBJECT = {"__type": "AddedToken", "content": "<görsel>", "lstrip": True, "normalized": False, "rstrip": False, "single_word": False, "special": True}
TINY = os.path.join(RESOURCES, "models", "tiny")
DECODER = json.load(open(os.path.join(TINY, "model", "tokenizer_config.json"))).get("added_tokens_decoder") or {
    str(t["id"]): {k: t[k] for k in ("content", "lstrip", "normalized", "rstrip", "single_word", "special")}
    for t in json.load(open(os.path.join(TINY, "model", "tokenizer.json")))["added_tokens"]}
CASES = [
    ("tokenizer_config.json", "sep_token", "damıtma"),
    ("tokenizer_config.json", "image_token", "damıtma"),
    ("tokenizer_config.json", "image_token", "<görsel>"),
    ("tokenizer_config.json", "image_token", OBJECT),
    ("tokenizer_config.json", "additional_special_tokens", ["damıtma", "<görsel>"]),
    ("tokenizer_config.json", "extra_special_tokens", ["<görsel>", "damıtma"]),
    ("tokenizer_config.json", "added_tokens_decoder", {**DECODER, "833": {k: v for k, v in OBJECT.items() if k != "__type"}}),
    ("special_tokens_map.json", "sep_token", "damıtma"),
]
goldens = []
for file, key, value in CASES:
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "model")
        shutil.copytree(os.path.join(TINY, "model"), model)
        change(model, file, "", key, json.dumps(value))
        ids = SentenceTransformer(model, device="cpu").tokenizer(TEXT)["input_ids"]
        goldens.append({"file": file, "key": key, "value": value, "text": TEXT, "ids": ids})
        print(file, key, ids)
json.dump(goldens, open(os.path.join(TINY, "declared-tokens.json"), "w"), ensure_ascii=False, indent=1)
