#!/usr/bin/env python3
"""Golden for cloning tokens whose raw strings hold special tokens, byte tokens, blanks and characters without a token.

  make_clone_odd_golden.py TEACHER_MODEL_DIR STUDENT_TOKENIZER_JSON OUT_DIR

OUT_DIR/tokenizer.json   the student's tokenizer with the odd tokens at the end of its vocabulary, without merges
OUT_DIR/odd.json         [{"token", "id", "source": [teacher ids], "mean_bf16": hex}] of the odd tokens, by transformers and torch
"""
import json, os, sys
import torch
from safetensors import safe_open
from transformers import AutoTokenizer

teacher_dir, student, out = sys.argv[1:4]; os.makedirs(out, exist_ok=True)
odd = ["x<mask>y", "<bos>ab", "<bos><bos>ab", "<mask><mask>", "<eos>", "ab<eos>", "<0x41><0x42>", "▁<0x41>", "▁▁▁▁▁▁", "a b  c", "\n\n\n",
       "e\u0301ğ", "𝔘𝔘", "👨‍👩‍👧", "\u0000", "▁İSTANBUL'da", "ﬁ", "\u202eabc", "<unk>x", "中国語"]
J = json.load(open(student, encoding="utf-8")); vocab = J["model"]["vocab"]
odd = [t for t in odd if t not in vocab]
for t in odd: vocab[t] = len(vocab)
json.dump(J, open(os.path.join(out, "tokenizer.json"), "w", encoding="utf-8"), ensure_ascii=False)
teacher = AutoTokenizer.from_pretrained(teacher_dir); known = teacher.get_vocab()
with safe_open(os.path.join(teacher_dir, "model.safetensors"), "pt") as f: table = f.get_tensor("embed_tokens.weight").float()
rows = []
for t in odd:
    ids = [known[t]] if t in known else teacher.encode(t, add_special_tokens=False)
    if t not in known and ids and ids[0] == teacher.bos_token_id: ids = ids[1:]  # as clone_embeddinggemma.py
    ids = ids or [teacher.unk_token_id]
    mean = (table[ids].mean(dim=0) if len(ids) > 1 else table[ids[0]]).to(torch.bfloat16).view(torch.uint16).numpy()
    rows.append({"token": t, "id": vocab[t], "source": ids, "mean_bf16": mean.tobytes().hex()})
json.dump(rows, open(os.path.join(out, "odd.json"), "w", encoding="utf-8"), ensure_ascii=False, indent=1)
for r in rows: print(repr(r["token"]), r["source"])
