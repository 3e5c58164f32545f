"""Training steps in PyTorch: MODEL ROWS LENGTH STEPS THREADS ATTENTION. Prints a line per step: seconds and CPU seconds of both passes and of
the optimizer. The model is read in float32; the loss is mean(1 - cos); AdamW and clipping as in the authors' training."""
import resource
import sys
import time

import torch
from sentence_transformers import SentenceTransformer

model, rows, length, steps, threads, attention = sys.argv[1], *map(int, sys.argv[2:6]), sys.argv[6]
torch.set_num_threads(threads)
st = SentenceTransformer(model, device="cpu", model_kwargs={"dtype": torch.float32, "attn_implementation": attention}).eval()
parameters = list(st.parameters())
config = st[0].auto_model.config
generator = torch.Generator().manual_seed(1)
optimizer = torch.optim.AdamW(parameters, lr=5e-5, weight_decay=0.01)
loss_of = torch.nn.CosineEmbeddingLoss()


def now():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return time.monotonic(), usage.ru_utime + usage.ru_stime


for step in range(steps):
    ids = torch.randint(5, config.vocab_size, (rows, length), generator=generator)
    mask = torch.ones_like(ids)
    mask[0, length // 2:] = 0
    start = now()
    features = {"input_ids": ids, "attention_mask": mask}
    for module in st:
        features = module(features)
    vectors = features["sentence_embedding"]
    target = torch.nn.functional.normalize(torch.randn(vectors.shape, generator=generator), dim=1)
    loss_of(vectors, target, torch.ones(rows)).backward()
    middle = now()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    optimizer.zero_grad()
    end = now()
    print(middle[0] - start[0], middle[1] - start[1], end[0] - middle[0], end[1] - middle[1], flush=True)
