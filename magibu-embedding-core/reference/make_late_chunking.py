#!/usr/bin/env python3
"""Late-chunking goldens for a SentenceTransformers folder: token embeddings from sentence-transformers, the mean of each
span's tokens, then the model's own modules after the pooling (Dense, Normalize).

  make_late_chunking.py MODEL_DIR OUT.json

OUT.json: [{"text", "title", "prompt": null|"query"|"document", "max_tokens": null|N, "spans": [[start, end], ...] in UTF-16
units, "tokens": [how many were pooled, ...], "dropped": [how many did not fit a window, ...], "embeddings": [[...], ...]}, ...]

A token belongs to the span that holds its first character other than white space (or its first, if it is all
white space), special tokens and the prompt's to none; a span in which no token begins gets the tokens that share a character
with it. A document above the limit goes in windows of equal length, evenly spread, of which neighbors share a quarter or
more; each has the prompt and the special tokens. A span is pooled in the window whose middle is nearest to its own, or, if
none holds it whole, in one around it.
"""
import json, math, re, sys
import numpy as np, torch
from sentence_transformers import SentenceTransformer
from make_fixture import LONG, SENTENCES

TURKISH = ("İstanbul, Türkiye'nin en kalabalık şehridir. Şehir, iki kıtanın üzerinde kurulmuştur; Boğaz onu ikiye böler.\n\n"
           "IĞDIR ise doğudadır. Orada ısı yazın artar, ılık rüzgâr eser.  Bunu Çekoslovakyalılaştıramadıklarımız da bilir.")
EMOJI = "Kahve mi çay mı? ☕🍵 Fark etmez 😀! 👩‍👩‍👧 ailesi e\u0301 (birleşik) é (ayrık) 𐰀𐰁 harfleri\u00a0bitti. <bos>özel <eos> son 🏁"


def utf16(text, index):
    return len(text[:index].encode("utf-16-le")) // 2


def spans_of(text):
    """In code points: sentences without the spaces around them; the text cut into two; some that overlap, one within words."""
    sentences = [m.span() for m in re.finditer(r"\S[^.!?\n]*[.!?]?", text)]
    middle = len(text) // 2
    return sentences + [(0, middle), (middle, len(text)), (0, len(text)), (middle - 3, middle + 9), (3, 4), (len(text) - 1, len(text))]


class LateChunking:
    def __init__(self, folder):
        self.model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32}).eval()
        self.tokenizer = self.model.tokenizer

    def prefix(self, prompt, title):
        text = self.model.prompts[prompt] if prompt else ""
        return text.replace("title: none", "title: " + title) if title else text

    def token_vectors(self, ids):
        with torch.no_grad():
            features = self.model[0]({"input_ids": torch.tensor([ids]), "attention_mask": torch.ones(1, len(ids), dtype=torch.long)})
        return features["token_embeddings"][0]

    def heads(self, pooled):
        features = {"sentence_embedding": pooled[None]}
        with torch.no_grad():
            for module in list(self.model)[2:]:
                features = module(features)
        return features["sentence_embedding"][0].numpy()

    def golden(self, text, spans, prompt=None, title=None, max_tokens=None):
        prefix = self.prefix(prompt, title)
        encoding = self.tokenizer(prefix + text, truncation=False, return_offsets_mapping=True)
        ids, offsets = encoding["input_ids"], encoding["offset_mapping"]
        body = [i for i in range(1, len(ids) - 1) if offsets[i][1] > len(prefix)]  # <bos> and <eos> are first and last
        head, tail = ids[: body[0]], ids[-1:]
        chars = [(max(offsets[i][0] - len(prefix), 0), offsets[i][1] - len(prefix)) for i in body]
        anchors = [next((c for c in range(a, b) if not text[c].isspace()), a) for a, b in chars]
        limit = max_tokens or self.model.max_seq_length
        capacity, count = limit - len(head) - len(tail), len(body)

        tokens, dropped, vectors, cache = [], [], [], {}
        for start, end in spans:
            own = [k for k in range(count) if start <= anchors[k] < end]
            own = own or [k for k in range(count) if chars[k][0] < end and chars[k][1] > start]
            kept = own[:capacity]
            first = self.window(kept[0], kept[-1] + 1, count, capacity)
            if first not in cache:
                part = [ids[i] for i in body[first : first + capacity]]
                cache[first] = self.token_vectors(head + part + tail)[len(head) : len(head) + len(part)]
            if count <= capacity and not title:  # the same by sentence-transformers' own way
                whole = self.model.encode([text], prompt=prefix, output_value="token_embeddings")[0]
                assert torch.allclose(whole[len(head) : len(head) + count], cache[first], atol=1e-5)
            tokens.append(len(kept)); dropped.append(len(own) - len(kept))
            vectors.append(self.heads(cache[first][[k - first for k in kept]].mean(dim=0)))
        return {"text": text, "title": title, "prompt": prompt, "max_tokens": max_tokens,
                "spans": [[utf16(text, a), utf16(text, b)] for a, b in spans], "tokens": tokens, "dropped": dropped,
                "embeddings": [[float(np.float32(x)) for x in vector] for vector in vectors]}

    @staticmethod
    def window(first, end, count, capacity):
        if count <= capacity:
            return 0
        last, overlap = count - capacity, capacity // 4
        steps = math.ceil(last / (capacity - overlap))
        wanted = first - (capacity - (end - first)) // 2
        start = min((last * i // steps for i in range(steps + 1)), key=lambda s: abs(s - wanted))
        return start if start <= first and end <= start + capacity else max(0, min(wanted, last))


def main():
    folder, out = sys.argv[1:]
    late = LateChunking(folder)
    goldens = []
    for prompt in (None, "document"):
        for text in (TURKISH, EMOJI, *SENTENCES[19:21]):
            goldens.append(late.golden(text, spans_of(text), prompt))
    goldens.append(late.golden(TURKISH, spans_of(TURKISH)[:3], "document", "Şehirler 🏙"))
    limit = late.model.max_seq_length
    document = " ".join([LONG] * (1 + 2 * limit // len(late.tokenizer(LONG)["input_ids"])))
    sentences = spans_of(document)
    some = sentences[:: len(sentences) // 12]
    quarters = [(i * len(document) // 8, (i + 2) * len(document) // 8) for i in range(7)]
    for prompt in (None, "document"):
        goldens.append(late.golden(document, some + quarters, prompt))
    for max_tokens in (20, 37, 64):
        goldens.append(late.golden(TURKISH, spans_of(TURKISH), "document", None, max_tokens))
        goldens.append(late.golden(EMOJI, spans_of(EMOJI), None, None, max_tokens))
    json.dump(goldens, open(out, "w"), ensure_ascii=True)
    print(out, sum(len(g["spans"]) for g in goldens), "spans;", sum(d > 0 for g in goldens for d in g["dropped"]), "too long")


if __name__ == "__main__":
    main()
