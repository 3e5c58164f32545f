"""A model of embeddingmagibu-200m's size with random weights, for measurements: python full_size.py OUTPUT TOKENIZER_FOLDER

TOKENIZER_FOLDER holds a tokenizer.json and tokenizer_config.json with at most 131,072 tokens; the training step does not read them.
"""
import json
import os
import shutil
import sys

import torch
from safetensors.torch import save_file
from transformers import Gemma3TextConfig, Gemma3TextModel

VOCABULARY, HIDDEN, LAYERS = 131_072, 768, 24
MODES = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")
out, tokenizer = sys.argv[1:3]
torch.manual_seed(1)
config = Gemma3TextConfig(
    vocab_size=VOCABULARY, hidden_size=HIDDEN, intermediate_size=1152, num_hidden_layers=LAYERS, num_attention_heads=3,
    num_key_value_heads=1, head_dim=256, query_pre_attn_scalar=256, sliding_window=512, max_position_embeddings=2048,
    use_bidirectional_attention=True, pad_token_id=0, eos_token_id=1, bos_token_id=2,
    layer_types=[("full_attention" if (i + 1) % 6 == 0 else "sliding_attention") for i in range(LAYERS)])
os.makedirs(out, exist_ok=True)
Gemma3TextModel(config).to(torch.bfloat16).save_pretrained(out)


def write(name, value):
    os.makedirs(os.path.dirname(f"{out}/{name}"), exist_ok=True)
    json.dump(value, open(f"{out}/{name}", "w"))


modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Dense", "Dense"), ("3_Dense", "Dense"), ("4_Normalize", "Normalize")]
write("modules.json", [
    {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"} for i, (path, kind) in enumerate(modules)])
write("1_Pooling/config.json", {
    "word_embedding_dimension": HIDDEN, **{"pooling_mode_" + mode: mode == "mean_tokens" for mode in MODES}, "include_prompt": True})
for folder, inside, outside in (("2_Dense", HIDDEN, 3072), ("3_Dense", 3072, HIDDEN)):
    write(f"{folder}/config.json", {
        "in_features": inside, "out_features": outside, "bias": False,
        "activation_function": "torch.nn.modules.linear.Identity"})
    weight = (torch.randn(outside, inside) * inside ** -0.5).to(torch.bfloat16)
    save_file({"linear.weight": weight}, f"{out}/{folder}/model.safetensors", metadata={"format": "pt"})
write("sentence_bert_config.json", {"max_seq_length": 2048, "do_lower_case": False})
for name in ("tokenizer.json", "tokenizer_config.json"):
    shutil.copy(f"{tokenizer}/{name}", out)
