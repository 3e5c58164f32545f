#!/usr/bin/env python3
"""Exports a model's transformer with torch.onnx and nothing else, as in the usual guides for Java teams.

  export_plain.py MODEL_DIR OUT_DIR

OUT_DIR then holds model.onnx (input_ids, attention_mask → last_hidden_state; float32; weights in external files) and tokenizer.json.
It does not contain pooling, dense layers and normalization: the peers add their own, or do without.
"""

import argparse
import os
import shutil

import torch
from transformers import Gemma3TextModel


class Plain(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).last_hidden_state


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL_DIR")
    parser.add_argument("out", metavar="OUT_DIR")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    model = Gemma3TextModel.from_pretrained(options.model, dtype=torch.float32).eval()
    ids = torch.randint(3, model.config.vocab_size, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 16:] = 0
    rows, columns = torch.export.Dim("batch", min=1), torch.export.Dim("tokens", min=2)
    dynamic = {0: rows, 1: columns}
    torch.onnx.export(
        Plain(model),
        (ids, mask),
        os.path.join(options.out, "model.onnx"),
        input_names=["input_ids", "attention_mask"],
        output_names=["last_hidden_state"],
        dynamic_shapes={"input_ids": dynamic, "attention_mask": dynamic},
        external_data=True,
        dynamo=True,
    )
    shutil.copy(os.path.join(options.model, "tokenizer.json"), options.out)


if __name__ == "__main__":
    main()
