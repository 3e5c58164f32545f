#!/usr/bin/env python3
"""Makes the tiny cross-encoder of the reranking test: model.onnx, tokenizer.json, and scores.json with the scores of PyTorch.

The weights are random, from a fixed seed. The layout is that of published cross-encoders: BertForSequenceClassification with one label,
exported with the inputs input_ids, attention_mask and token_type_ids. Needs torch, transformers, tokenizers, onnx and onnxscript:

    python3 make_cross_encoder.py ../src/test/resources/cross-encoder
"""

import json
import sys
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

CORPUS = [
    "Ankara, Türkiye'nin başkentidir ve İç Anadolu'da yer alır.",
    "İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar.",
    "Van kedisinin gözleri iki ayrı renkte olabilir.",
    "Çay, Rize'nin dik yamaçlarında yetişir.",
    "Kapadokya'da sabahları balonlar havalanır.",
    "Türkiye'nin başkenti neresidir?",
    "Çay nerede yetişir?",
]
QUERIES = CORPUS[5:]
DOCUMENTS = CORPUS[:5] + ["Kısa", "Uzun bir belge, Rize ve Ankara hakkında. " * 4]
MAX_TOKENS = 128


def make_tokenizer():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(CORPUS, trainers.WordPieceTrainer(vocab_size=200, special_tokens=special))
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return tokenizer


def make_model(vocabulary):
    torch.manual_seed(20261129)
    # Larger weights than usual, so that the scores of the texts differ.
    config = BertConfig(vocab_size=vocabulary, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
                        max_position_embeddings=MAX_TOKENS, num_labels=1, initializer_range=0.3)
    return BertForSequenceClassification(config).eval()


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    model = make_model(tokenizer.get_vocab_size())
    encoder = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
                                      sep_token="[SEP]", mask_token="[MASK]")
    inputs = encoder([QUERIES[0], QUERIES[1]], [DOCUMENTS[0], DOCUMENTS[6]], padding=True, truncation=True, max_length=MAX_TOKENS,
                     return_tensors="pt", return_token_type_ids=True)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(model, tuple(inputs[name] for name in names), str(folder / "model.onnx"), input_names=names,
                      output_names=["logits"], dynamic_axes={name: {0: "batch", 1: "sequence"} for name in names} | {"logits": {0: "batch"}},
                      opset_version=17, dynamo=False)
    rows = []
    with torch.no_grad():
        for query in QUERIES:
            for document in DOCUMENTS:
                # One pair at a time: the scores must not depend on the padding of a batch.
                pair = encoder([query], [document], truncation=True, max_length=MAX_TOKENS, return_tensors="pt", return_token_type_ids=True)
                score = model(**{name: pair[name] for name in names}).logits[0, 0].item()
                rows.append({"query": query, "document": document, "tokens": pair["input_ids"].shape[1], "score": score})
    (folder / "scores.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
