#!/usr/bin/env python3
"""How fast sentence-transformers (PyTorch, float32, CPU) is on the work of `magibu-cli bench`, row for row.

  bench_reference.py MODEL_DIR [--threads N]

The texts, the warm-up, the number of runs and the median are those of the Java program (BenchTexts, Workload, Measurement), so
the two can be compared on one machine. Rows of several texts show the best of batch sizes 8, 16 and 32, each measured as long
as the Java program measures; that makes this take longer.
"""

import argparse
import os
import platform
import statistics
import time
import warnings

import sentence_transformers
import torch
import transformers
from sentence_transformers import SentenceTransformer

WORDS = (
    "sabah erkenden uyanan çocuklar bahçedeki yaşlı ceviz ağacının altında oyun oynarken "
    "komşunun küçük köpeği sessizce kapıdan içeri girdi ve mutfaktaki taze ekmeğin kokusunu aldı ardından "
    "yağmur başladı rüzgâr şiddetlendi İstanbul'un ışıkları uzaktan göründü öğretmenimiz geçen hafta "
    "kütüphanede okuduğumuz kitabın yazarını anlattı çünkü üniversite sınavına hazırlananlar için "
    "düzenli çalışmanın önemi büyüktür oysa günümüzde bilgisayarlar birçok işi kolaylaştırıyor"
).split(" ")
FILLINGS = ("7", "z", ".")
MAX_FILLINGS = 64
WARM_UP_TEXTS = 8
BATCH_SIZES = (8, 16, 32)
SHORTEST_MIXED, LONGEST_MIXED = 8, 2048
# Log-normal with median 120 and sigma 1: 64 evenly spaced quantiles, shuffled.
MIXED = [
    82, 51, 300, 24, 72, 31, 595, 470, 21, 127, 45, 39, 109, 97, 93, 42, 200, 69, 876, 48, 230, 168, 60, 162, 394, 428,
    122, 85, 254, 191, 79, 209, 183, 132, 138, 219, 75, 699, 149, 57, 1346, 319, 11, 155, 101, 268, 16, 365, 34, 54, 89,
    176, 113, 105, 524, 118, 37, 63, 27, 241, 283, 341, 143, 66,
]  # fmt: skip


def workloads(max_tokens):
    """Name, lengths, most runs and seconds of each row that the model takes."""
    longest = max(SHORTEST_MIXED, min(LONGEST_MIXED, max_tokens))
    mixed = [max(SHORTEST_MIXED, min(longest, length)) for length in MIXED]
    rows = [
        ("one query of 16 tokens", [16], 101, 2),
        ("32 texts of 128 tokens", [128] * 32, 5, 12),
        ("64 texts of mixed length", mixed, 3, 14),
        ("one text of 512 tokens", [512], 7, 4),
        ("one text of 2048 tokens", [2048], 5, 8),
    ]
    return [row for row in rows if max(row[1]) <= max_tokens]


def words(count, first):
    return " ".join(WORDS[(first + i) % len(WORDS)] for i in range(count))


def text_of(tokens, first, count):
    """A text of exactly so many tokens; of fewer, if the vocabulary allows no better."""
    fits, bound = 0, tokens
    while fits < bound:
        middle = (fits + bound + 1) // 2
        if count(words(middle, first)) <= tokens:
            fits = middle
        else:
            bound = middle - 1
    for number in range(fits, max(0, fits - 2) - 1, -1):
        for filling in FILLINGS:
            text = words(number, first)
            added = 0
            while added < MAX_FILLINGS and count(text) < tokens:
                text += filling
                added += 1
            if count(text) == tokens:
                return text
    return words(fits, first)


def measure(work, max_runs, limit):
    """Runs, and the median of their seconds: one run at least, then until the time is used up or there are enough."""
    seconds = []
    while True:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
        total = sum(seconds)
        if len(seconds) == max_runs or total + total / len(seconds) > limit:
            return len(seconds), statistics.median(seconds)


def print_line(name, texts, tokens, runs, seconds, speed, note=""):
    print(f"{name:<26} {texts:>6} {tokens:>8} {runs:>5} {seconds:>10} {speed:>10}  {note}".rstrip(), flush=True)


def shown(seconds):
    return f"{seconds * 1e3:.1f} ms" if seconds < 0.9995 else f"{seconds:.2f} s"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", metavar="MODEL_DIR")
    parser.add_argument("--threads", type=int, help="threads on the CPU; default: PyTorch's own")
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    transformers.utils.logging.disable_progress_bar()
    if options.threads:
        torch.set_num_threads(options.threads)

    def load():
        return SentenceTransformer(options.model, device="cpu", model_kwargs={"dtype": torch.float32}).eval()

    load()  # as in the Java program, the second time is stated
    start = time.perf_counter()
    model = load()
    load_seconds = time.perf_counter() - start

    def count(text):
        return len(model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    parameters = sum(parameter.numel() for parameter in model.parameters())
    print(
        f"{os.path.basename(os.path.realpath(options.model))}, {parameters:,} parameters, fp32, cpu, "
        f"threads: {torch.get_num_threads()}, sentence-transformers {sentence_transformers.__version__}, "
        f"PyTorch {torch.__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors\n"
    )
    print_line("", "texts", "tokens", "runs", "median", "tokens/s")
    print_line("load", "", "", 1, shown(load_seconds), "")
    for name, lengths, max_runs, limit in workloads(model.max_seq_length):
        texts = [text_of(length, i, count) for i, length in enumerate(lengths)]
        tokens = sum(map(count, texts))

        def encode(some, batch_size):
            # An empty prompt: none, even if the model has a default one.
            model.encode(some, batch_size=batch_size, prompt="", show_progress_bar=False)

        results = []
        for batch_size in BATCH_SIZES if len(texts) > 1 else (1,):
            encode(texts[:WARM_UP_TEXTS], batch_size)
            runs, seconds = measure(lambda: encode(texts, batch_size), max_runs, limit)
            results.append((seconds, runs, batch_size))
        seconds, runs, batch_size = min(results)
        note = f"batches of {batch_size}" if len(texts) > 1 else ""
        print_line(name, len(texts), f"{tokens:,}", runs, shown(seconds), f"{tokens / seconds:,.0f}", note)


if __name__ == "__main__":
    main()
