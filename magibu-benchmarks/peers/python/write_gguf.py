#!/usr/bin/env python3
"""Writes a model as GGUF, the file that llama.cpp runs: architecture gemma-embedding, Dense heads included.

  write_gguf.py MODEL_DIR OUT_FILE [--type f32|q8_0]

The benchmark gives llama.cpp token ids, so the vocabulary is there for its size; its scores are ranks.
"""

import argparse
import json
import os

import gguf
import numpy as np
import torch
from safetensors import safe_open

NAMES = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "post_feedforward_layernorm": "post_ffw_norm",
}


def tensors(folder):
    """Name and float32 values of every tensor in a folder's safetensors files."""
    for name in sorted(os.listdir(folder)):
        if name.endswith(".safetensors"):
            with safe_open(os.path.join(folder, name), "pt") as file:
                for key in file.keys():
                    yield key, file.get_tensor(key).to(torch.float32).numpy()


def gguf_name(name):
    name = name.removeprefix("model.").removesuffix(".weight")
    if name == "embed_tokens":
        return "token_embd.weight"
    if name == "norm":
        return "output_norm.weight"
    _, layer, part = name.split(".", 2)
    return f"blk.{layer}.{NAMES[part]}.weight"


def read_json(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL_DIR")
    parser.add_argument("out", metavar="OUT_FILE")
    parser.add_argument("--type", choices=["f32", "q8_0"], default="f32")
    options = parser.parse_args()
    config = read_json(options.model, "config.json")
    limit = read_json(options.model, "sentence_bert_config.json")["max_seq_length"]
    quantized = options.type == "q8_0"

    writer = gguf.GGUFWriter(options.out + ".part", "gemma-embedding")
    writer.add_name(os.path.basename(os.path.realpath(options.model)))
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if quantized else gguf.LlamaFileType.ALL_F32)
    writer.add_context_length(limit)
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_value_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_sliding_window(config["sliding_window"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)

    content = read_json(options.model, "tokenizer.json")
    vocabulary = sorted(content["model"]["vocab"].items(), key=lambda item: item[1])[: config["vocab_size"]]
    special = {token["id"] for token in content["added_tokens"]}
    types = []
    for piece, index in vocabulary:
        if index in special:
            types.append(gguf.TokenType.UNKNOWN if piece == "<unk>" else gguf.TokenType.CONTROL)
        else:
            types.append(gguf.TokenType.BYTE if piece.startswith("<0x") and len(piece) == 6 else gguf.TokenType.NORMAL)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([piece for piece, _ in vocabulary])
    writer.add_token_scores([-float(index) for _, index in vocabulary])
    writer.add_token_types(types)
    writer.add_bos_token_id(2)
    writer.add_eos_token_id(1)
    writer.add_unk_token_id(3)
    writer.add_pad_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
    writer.add_add_space_prefix(False)

    def add(name, values):
        if name.split(".")[-2].endswith("norm"):
            writer.add_tensor(name, values + np.float32(1))  # the model multiplies by 1 + w
        elif quantized:
            q8_0 = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quants.quantize(values, q8_0), raw_dtype=q8_0)
        else:
            writer.add_tensor(name, np.ascontiguousarray(values))

    for name, values in tensors(options.model):
        add(gguf_name(name), values)
    dense = [module["path"] for module in read_json(options.model, "modules.json") if module["type"].endswith("Dense")]
    for number, path in enumerate(dense, start=2):
        for name, values in tensors(os.path.join(options.model, path)):
            if name.endswith("weight"):
                writer.add_dense_features_dims(f"dense_{number}", values.shape[1], values.shape[0])
                add(f"dense_{number}.weight", values)

    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    os.replace(options.out + ".part", options.out)


if __name__ == "__main__":
    main()
