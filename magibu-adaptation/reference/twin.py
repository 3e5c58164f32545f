"""The reference of a training: gradients of the first batch (also for other losses and targets) and ten AdamW steps, with transformers and torch.

    python twin.py MODEL GOLDEN OUTPUT

MODEL is the SentenceTransformers folder of the tiny model, GOLDEN its golden.json. Of each tensor a sample is stored: every k-th element, and
the norm and the largest magnitude of all. Made with torch 2.13 and transformers 5.18.
"""
import json
import random
import sys

import numpy as np
import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer

STEPS, ROWS, RATE, WARM, SAMPLE = 10, 8, 1e-3, 2, 1500
model, golden, out = sys.argv[1:4]
torch.manual_seed(0)
st = SentenceTransformer(model, device="cpu", model_kwargs={"dtype": torch.float32, "attn_implementation": "eager"})
st.train(False)  # no dropout; gradients stay on
rows = [row for row in json.load(open(golden)) if len(row["input_ids"]) <= 384]
random.Random(5).shuffle(rows)
rng = np.random.default_rng(3)
batches = []
for step in range(STEPS):
    part = [rows[(step * ROWS + i) % len(rows)] for i in range(ROWS)]
    noise = rng.standard_normal((ROWS, len(part[0]["embedding"]))).astype(np.float32)
    target = np.asarray([row["embedding"] for row in part], np.float32) + 0.8 * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    target /= np.linalg.norm(target, axis=1, keepdims=True)
    batches.append({"ids": [row["input_ids"] for row in part], "targets": target.tolist()})
json.dump(batches, open(f"{out}/batches.json", "w"))

tensors = dict(st[0].auto_model.named_parameters())
for i, module in enumerate(st):
    if type(module).__name__ == "Dense":
        tensors.update({f"{i}_Dense.{name}": tensor for name, tensor in module.named_parameters()})


def vectors_of(batch, modules=None):
    length = max(map(len, batch["ids"]))
    features = {
        "input_ids": torch.tensor([ids + [0] * (length - len(ids)) for ids in batch["ids"]]),
        "attention_mask": torch.tensor([[1] * len(ids) + [0] * (length - len(ids)) for ids in batch["ids"]]),
    }
    for module in list(st)[:modules]:
        features = module(features)
    return features["sentence_embedding"]


def loss_of(batch):
    return torch.nn.CosineEmbeddingLoss()(vectors_of(batch), torch.tensor(batch["targets"]), torch.ones(ROWS))


def save(name, values):
    sampled = {}
    for key, value in values.items():
        flat = value.detach().reshape(-1)
        sampled[key] = flat[:: max(1, -(-flat.numel() // SAMPLE))].clone()
        sampled[key + ".norm"] = flat.norm().reshape(1)
        sampled[key + ".largest"] = flat.abs().max().reshape(1)
    save_file(sampled, f"{out}/{name}.safetensors")


loss_of(batches[0]).backward()
save("gradients", {name: tensor.grad for name, tensor in tensors.items()})

variants = {}


def variant(name, loss, chosen):
    for tensor in tensors.values():
        tensor.grad = None
    loss.backward()
    gradients = [tensor.grad for key, tensor in tensors.items() if chosen(key) and tensor.grad is not None]
    variants[name] = {"loss": loss.item(), "norm": torch.stack([gradient.norm() for gradient in gradients]).norm().item()}


targets = torch.tensor(batches[0]["targets"])
variant("mse", torch.nn.MSELoss()(vectors_of(batches[0]), targets), lambda key: True)
variant("pre-dense", torch.nn.CosineEmbeddingLoss()(vectors_of(batches[0], 2), targets, torch.ones(ROWS)), lambda key: True)
variant("embeddings", loss_of(batches[0]), lambda key: key.startswith("embed_tokens"))
variant("embeddings+heads", loss_of(batches[0]), lambda key: key.startswith("embed_tokens") or "_Dense" in key)
json.dump(variants, open(f"{out}/variants.json", "w"))
optimizer = torch.optim.AdamW(list(tensors.values()), lr=RATE, weight_decay=0.01)
schedule = torch.optim.lr_scheduler.LambdaLR(
    optimizer, lambda step: step / WARM if step < WARM else max(0.0, (STEPS - step) / (STEPS - WARM)))
log = []
for batch in batches:
    optimizer.zero_grad()
    loss = loss_of(batch)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(list(tensors.values()), 1.0)
    log.append({"loss": loss.item(), "norm": norm.item(), "rate": schedule.get_last_lr()[0]})
    optimizer.step()
    schedule.step()
save("weights", tensors)
json.dump(log, open(f"{out}/log.json", "w"))
