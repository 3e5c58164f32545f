#!/usr/bin/env python3
"""Makes a model of embeddingmagibu-200m's full size (24 layers × 768, vocabulary 131,072) with seeded random weights, and the
vectors that sentence-transformers (PyTorch, float32) gives for texts of 3 to 8,192 tokens. Takes some minutes and 1 GB.

  make_full_size.py OUT_DIR [--window N] [--longest N] [--outliers]

OUT_DIR/model, OUT_DIR/golden.json as make_fixture.py writes them. --outliers scales a few hidden channels by 50, as real
Gemma checkpoints have them.

FullSizeCheck compares them with Magibu's vectors (see CONTRIBUTING.md).
"""
import argparse, json, os, shutil
import numpy as np, torch
from transformers import Gemma3TextConfig, Gemma3TextModel, PreTrainedTokenizerFast
from tokenizers import Tokenizer
from sentence_transformers import SentenceTransformer, models as st

import make_fixture as fixture

p = argparse.ArgumentParser(); a = p.add_argument
a("out"); a("--window", type=int, default=512); a("--longest", type=int, default=8192); a("--outliers", action="store_true")
o = p.parse_args(); torch.manual_seed(7)
VOCABULARY, LAYERS, HIDDEN, MAX_SEQ = 131_072, 24, 768, 8192

small, _ = fixture.tokenizer_json(4096)
content = json.loads(small.to_str())
vocab = content["model"]["vocab"]
pieces = list(vocab)
merges = [tuple(m) for m in content["model"]["merges"]]
for first in pieces[300:]:  # pairs of pieces, until the vocabulary is as large as the real one
    for second in pieces[300:]:
        if len(vocab) == VOCABULARY: break
        if first + second not in vocab and len(first + second) < 16:
            vocab[first + second] = len(vocab); merges.append((first, second))
for i in range(VOCABULARY - len(vocab)): vocab[f"▁unreachable{i}"] = len(vocab)
content["model"]["merges"] = merges
tok = Tokenizer.from_str(json.dumps(content))

shutil.rmtree(o.out, ignore_errors=True); tmp = os.path.join(o.out, "backbone"); os.makedirs(tmp)
PreTrainedTokenizerFast(tokenizer_object=tok, bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>", mask_token="<mask>",
    padding_side="right", model_max_length=MAX_SEQ).save_pretrained(tmp)
net = Gemma3TextModel(Gemma3TextConfig(vocab_size=VOCABULARY, hidden_size=HIDDEN, intermediate_size=1152, num_hidden_layers=LAYERS, num_attention_heads=3,
    num_key_value_heads=1, head_dim=256, query_pre_attn_scalar=256, sliding_window=o.window, max_position_embeddings=MAX_SEQ,
    use_bidirectional_attention=True, layer_types=["full_attention" if (i + 1) % 6 == 0 else "sliding_attention" for i in range(LAYERS)]))
for name, w in net.named_parameters():
    w.data.normal_(0, 0.2 if "norm" in name else (1.0 / w.shape[-1]) ** 0.5 if w.dim() > 1 and "embed" not in name else 0.05)
if o.outliers:
    for channel in (13, 211, 500, 701): net.embed_tokens.weight.data[:, channel] *= 50
net.to(torch.bfloat16).save_pretrained(tmp)
parts = [st.Transformer(tmp, max_seq_length=MAX_SEQ, model_kwargs={"dtype": torch.float32}), st.Pooling(HIDDEN, pooling_mode="mean")]
for n_in, n_out in ((HIDDEN, 3072), (3072, HIDDEN)):
    d = st.Dense(n_in, n_out, bias=False, activation_function=torch.nn.Identity())
    d.linear.weight.data = d.linear.weight.data.normal_(0, n_in ** -0.5).to(torch.bfloat16).float()
    parts.append(d)
model = SentenceTransformer(modules=parts + [st.Normalize()], device="cpu", similarity_fn_name="cosine",
    prompts={"query": "task: search result | query: ", "document": "title: none | text: "}).eval()
model.save(os.path.join(o.out, "model"), safe_serialization=True, create_model_card=False)
for f in os.listdir(tmp):
    if f.startswith("model") or f == "config.json": shutil.copy(os.path.join(tmp, f), os.path.join(o.out, "model", f))
shutil.rmtree(tmp)
fixture.published_layout(os.path.join(o.out, "model"), argparse.Namespace(max_seq=MAX_SEQ, hidden=HIDDEN, pooling="mean", exclude_prompt=False))

model = SentenceTransformer(os.path.join(o.out, "model"), device="cpu", model_kwargs={"dtype": torch.float32}).eval()
word = fixture.LONG.split(" ")
texts = fixture.SENTENCES[:20] + [" ".join((word * 200)[:n]) for n in (50, 120, 250, 500, 900, 1500)] + [" ".join(word * 200)] * (o.longest >= MAX_SEQ)
golden = []
for prompt in (None, "query"):
    for t in texts:
        ids = model.preprocess([(model.prompts[prompt] if prompt else "") + t])["input_ids"][0].tolist()
        if len(ids) <= o.longest:
            golden.append({"text": t, "prompt": prompt, "input_ids": ids, "embedding": [float(np.float32(x)) for x in model.encode([t], prompt_name=prompt)[0]]})
json.dump(golden, open(os.path.join(o.out, "golden.json"), "w"))
print(os.path.join(o.out, "model"), len(golden), "goldens of", sorted({len(g["input_ids"]) for g in golden}), "tokens")
