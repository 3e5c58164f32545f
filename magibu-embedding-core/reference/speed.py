#!/usr/bin/env python3
"""How fast sentence-transformers (PyTorch, float32, CPU) is on the work of the Java program SpeedCheck, row for row.

  speed.py MODEL_DIR [--threads N]        rows of several texts: the best of batch sizes 8, 16 and 32
"""
import argparse, statistics, time, warnings
import torch
from sentence_transformers import SentenceTransformer

warnings.filterwarnings("ignore")
WORDS = "hava çok güzel dışarısı güneşli kitapları yarın geri götüreceğim taraflar otuz gün içinde yazılı bildirimde bulunur".split()
MIXED = [13, 22, 29, 35, 40, 46, 52, 58, 64, 70, 76, 83, 90, 98, 106, 115,
         124, 134, 146, 158, 172, 187, 204, 224, 247, 275, 309, 352, 410, 495, 641, 1034]  # as in SpeedCheck
p = argparse.ArgumentParser(); p.add_argument("model"); p.add_argument("--threads", type=int)
o = p.parse_args()
if o.threads: torch.set_num_threads(o.threads)
model = SentenceTransformer(o.model, device="cpu", model_kwargs={"dtype": torch.float32}).eval()

def count(text): return len(model.tokenizer(text)["input_ids"])
def words(n): return " ".join(WORDS[i % len(WORDS)] for i in range(n))
def text(tokens):
    low, high = 0, tokens
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(words(middle)) <= tokens else (low, middle - 1)
    result = words(low)
    while count(result + "z") <= tokens: result += "z"
    return result

def row(name, texts, runs):
    tokens, medians = sum(map(count, texts)), []
    for batch_size in (8, 16, 32) if len(texts) > 1 else (1,):
        model.encode(texts[:batch_size], batch_size=batch_size)
        seconds = []
        for _ in range(runs):
            start = time.perf_counter(); model.encode(texts, batch_size=batch_size); seconds.append(time.perf_counter() - start)
        medians.append(statistics.median(seconds))
    print(f"{name:<26} {tokens:7} tokens {min(medians) * 1e3:8.1f} ms {tokens / min(medians):8.0f} tokens/s", flush=True)

print("sentence-transformers, fp32,", torch.get_num_threads(), "threads")
row("one query of 16 tokens", [text(16)], 21)
row("32 texts of 128 tokens", [text(128)] * 32, 3)
row("32 texts of mixed length", [text(tokens) for tokens in MIXED], 1)
for tokens in (512, 2048, 8192): row(f"one text of {tokens} tokens", [text(tokens)], 3 if tokens < 8192 else 1)
