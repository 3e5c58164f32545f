#!/usr/bin/env python3
"""Goldens for the safetensors writer, by PyTorch and by safetensors' own writer.

  make_bfloat16_golden.py OUT_DIR

rounding.bin   pairs of a little-endian uint32 (the bits of a float32) and a uint16 (what torch makes of it in bfloat16); no NaN
two.safetensors   {"b.weight": float32 [3, 2], "a": bfloat16 [5], "ç": float32 []}, written by the library
"""
import os, struct, sys
import numpy as np, torch
from safetensors.torch import save_file

out = sys.argv[1]; os.makedirs(out, exist_ok=True)
r = np.random.default_rng(3)
bits = [0, 0x80000000, 1, 0x7fff, 0x8000, 0x8001, 0x18000, 0x3f808000, 0x3f818000, 0x3f807fff, 0x3f808001, 0x7f7fffff, 0x7f7f7fff,
        0x7f7f8000, 0xff7fffff, 0x7f800000, 0xff800000, 0x00800000, 0x007fffff, 0x807f8000]
bits += [int(b) for b in r.integers(0, 1 << 32, 2000, dtype=np.uint64)]
bits += [int(b) & 0xffff0000 | 0x8000 for b in r.integers(0, 1 << 32, 500, dtype=np.uint64)]  # ties
values = np.array(bits, dtype=np.uint32).view(np.float32)
values = values[~np.isnan(values)]
rounded = torch.from_numpy(values.copy()).to(torch.bfloat16).view(torch.uint16).numpy()
with open(os.path.join(out, "rounding.bin"), "wb") as f:
    for a, b in zip(values.view(np.uint32), rounded):
        f.write(struct.pack("<IH", int(a), int(b)))
save_file({"b.weight": torch.arange(6, dtype=torch.float32).reshape(3, 2) / 7, "ç": torch.tensor(-0.1),
           "a": torch.tensor([0.1, -2.5, 3e38, 1e-40, 7]).to(torch.bfloat16)}, os.path.join(out, "two.safetensors"), {"format": "pt"})
