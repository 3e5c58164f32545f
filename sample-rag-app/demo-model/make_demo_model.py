#!/usr/bin/env python3
"""Makes the small Turkish demo model that sample-rag-app bundles: a SentenceTransformers folder of the
embeddingmagibu architecture (Gemma3 text model, bidirectional -> mean pooling -> Dense -> Dense -> L2), trained on
the bundled documents and on training_pairs.json. It is a toy for trying the application offline and does not replace
the real model. Training never reads the evaluation questions (questions.json).

  make_demo_model.py              trains, saves the model, writes the golden vectors, then evaluates
  make_demo_model.py --evaluate   evaluates the saved model on the held-out questions
  make_demo_model.py --golden     writes the golden vectors of the saved model
  make_demo_model.py --dev        trains without every third of the training questions and evaluates on those
                                  (for choosing settings); saves nothing
"""
import argparse, json, math, os, random, re, shutil, time
from collections import Counter
from pathlib import Path
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer, models as st
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import Gemma3TextConfig, Gemma3TextModel, PreTrainedTokenizerFast

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent / "src/main/resources/demo"
GOLDEN = HERE.parent / "src/test/resources/demo-model-golden.json"
SPECIAL = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
QUERY, DOCUMENT = "task: search result | query: ", "title: {} | text: "
MAX_SEQ, CHUNK, OVERLAP = 2048, 120, 20
FOLD = str.maketrans("çğıöşüâîû", "cgiosuaiu")


def lower(s): return s.replace("I", "ı").replace("İ", "i").lower()
def words(s): return re.findall(r"\w+", s)
def sentences(s): return [x for x in re.split(r"(?<=[.!?])\s+", s.strip()) if x]


def read_documents():
    """slug -> (title, body)"""
    out = {}
    for f in sorted((DEMO / "documents").glob("*.md")):
        title, body = f.read_text(encoding="utf-8").split("\n", 1)
        out[f.stem] = (title.removeprefix("# ").strip(), body.strip())
    return out


def read_json(path): return json.loads(path.read_text(encoding="utf-8"))


def dev_pairs(pairs): return [p for p in pairs if "document" in p][::3]


def chunks(body, count):
    """Whole sentences, about CHUNK tokens together; the next chunk repeats the last sentences, about OVERLAP tokens."""
    out, now, size, fresh = [], [], 0, False
    for s in sentences(body):
        n = count(s)
        if now and size + n > CHUNK:
            out.append(" ".join(now)); keep = []; size = 0; fresh = False
            for p in reversed(now):
                if size >= OVERLAP or size + count(p) > 2 * OVERLAP: break
                keep.insert(0, p); size += count(p)
            now = keep
        now.append(s); size += n; fresh = True
    return out + ([" ".join(now)] if fresh else [])


# ---------------------------------------------------------------- tokenizer

def make_tokenizer(texts, size):
    """BPE with byte fallback. Merges are learned inside words (and once per distinct word, with a mild weight for its
    frequency, so that stems and suffixes win over whole frequent words); the saved tokenizer splits as the real one."""
    prompts = (QUERY + DOCUMENT).replace(": {}", ": none")
    freq = Counter(w for t in texts + [prompts] * 8 for w in re.findall(r" ?[^\W_]+| ?[^\w]", t))
    corpus = [w for w, n in sorted(freq.items()) for _ in range(1 + int(math.log2(n)))]
    learn = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    learn.normalizer = normalizers.Replace(" ", "▁")
    learn.pre_tokenizer = pre_tokenizers.Split(Regex("▁?[^\\W_▁]+|▁?[^\\w▁]|▁"), "isolated")
    learn.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=size - len(SPECIAL) - 256, show_progress=False, max_token_length=14))
    trained = json.loads(learn.to_str())["model"]
    vocab = {t: i for i, t in enumerate(SPECIAL)}
    for b in range(256): vocab[f"<0x{b:02X}>"] = len(vocab)
    for p in sorted(trained["vocab"], key=trained["vocab"].get): vocab.setdefault(p, len(vocab))
    tok = Tokenizer(models.BPE(vocab=vocab, merges=[tuple(m) for m in trained["merges"]], unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tok.normalizer = normalizers.Replace(" ", "▁")
    tok.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tok.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tok.post_processor = processors.TemplateProcessing(single="<bos> $A <eos>", pair="<bos> $A <eos> <bos> $B <eos>", special_tokens=[("<bos>", 2), ("<eos>", 1)])
    tok.add_special_tokens(SPECIAL)
    return tok


# ---------------------------------------------------------------- model

class Net(torch.nn.Module):
    """The model that SentenceTransformers will run, in plain torch for training."""
    def __init__(self, tok, texts, o):
        super().__init__()
        vocab = tok.get_vocab_size()
        self.backbone = Gemma3TextModel(Gemma3TextConfig(vocab_size=vocab, hidden_size=o.hidden, intermediate_size=o.hidden,
            num_hidden_layers=o.layers, num_attention_heads=3, num_key_value_heads=1, head_dim=64, query_pre_attn_scalar=64,
            sliding_window=64, max_position_embeddings=MAX_SEQ, use_bidirectional_attention=True,
            layer_types=["sliding_attention"] * (o.layers - 1) + ["full_attention"], pad_token_id=0, eos_token_id=1, bos_token_id=2))
        self.up = torch.nn.Linear(o.hidden, 4 * o.hidden, bias=False)
        self.down = torch.nn.Linear(4 * o.hidden, o.hidden, bias=False)
        with torch.no_grad():
            for name, w in self.backbone.named_parameters():
                if "norm" in name: w.fill_(-0.95 if "post_" in name else 0.0)  # small residual branches: starts almost as a bag of pieces
                elif "embed" not in name: w.normal_(0, w.shape[-1] ** -0.5)
            self.backbone.embed_tokens.weight.copy_(start_embeddings(tok, texts, o.hidden))
            q = torch.linalg.qr(torch.randn(4 * o.hidden, o.hidden))[0]
            self.up.weight.copy_(q); self.down.weight.copy_(q.T)
            self.up.weight[:, 0] = 0                                             # dimension 0 says "carries no meaning"

    def forward(self, ids):
        n = max(map(len, ids))
        x = torch.tensor([i + [0] * (n - len(i)) for i in ids]); mask = (x != 0).long()
        h = self.backbone(input_ids=x, attention_mask=mask).last_hidden_state * mask[..., None]
        return F.normalize(self.down(self.up(h.sum(1) / mask.sum(1, keepdim=True))), dim=-1)


def start_embeddings(tok, texts, hidden):
    """Latent semantic analysis of the training texts: a piece starts as the sum of its letter groups (3 to 5 letters, case and
    dots folded, weighted by inverse document frequency) projected on the texts' principal directions. The final RMSNorm makes
    all tokens equally long, so a piece's weight is how far its vector leans away from dimension 0."""
    vocab = tok.get_vocab(); quiet = set(tok.encode(QUERY + DOCUMENT.format("none")).ids)
    def groups(piece):
        w = lower(piece.replace("▁", "_")).translate(FOLD)
        if not re.search(r"[^\W_]", w): return []
        return [w[i:i + n] for n in (3, 4, 5) for i in range(len(w) - n + 1)] or [w]
    of = {i: groups(p) for p, i in vocab.items() if i >= len(SPECIAL) + 256 and i not in quiet}
    counts = [Counter(g for i in tok.encode(t, add_special_tokens=False).ids for g in of.get(i, ())) for t in texts]
    df = Counter(g for c in counts for g in c); column = {g: k for k, g in enumerate(sorted({g for gs in of.values() for g in gs}))}
    idf = {g: math.log((1 + len(texts)) / (1 + df[g])) for g in column}
    m = torch.zeros(len(texts), len(column))
    for row, c in enumerate(counts):
        for g, n in c.items(): m[row, column[g]] = (1 + math.log(n)) * idf[g]
    directions = torch.linalg.svd(F.normalize(m, dim=1), full_matrices=False)[2][: hidden - 1]
    e = torch.zeros(len(vocab), hidden)
    for i, gs in of.items():
        for g in gs: e[i, 1:1 + len(directions)] += directions[:, column[g]] * idf[g]
    length = e.norm(dim=1, keepdim=True)  # even out: otherwise long words dominate
    e *= torch.where(length > 0, 0.95 * (length / length.max()) ** 0.35 / length.clamp(min=1e-9), 0)
    e[:, 1:] += torch.randn(len(vocab), hidden - 1) * 0.02 / hidden ** 0.5
    e[:, 0] = (1 - e[:, 1:].square().sum(1)).clamp(min=0).sqrt()
    return e


# ---------------------------------------------------------------- training data

class Data:
    def __init__(self, tok, seed, skip):
        self.rng, self.tok = random.Random(seed), tok
        self.docs = read_documents(); self.pairs = read_json(HERE / "training_pairs.json")
        self.dev = dev_pairs(self.pairs)
        if skip: self.pairs = [p for p in self.pairs if p not in self.dev]
        self.passages = sorted({p["passage"] for p in self.pairs if "passage" in p})
        self.sources = [(slug, title, sentences(body)) for slug, (title, body) in self.docs.items()]
        self.sources += [(f"passage{i}", None, sentences(p)) for i, p in enumerate(self.passages)]
        self.asked = {}
        for p in self.pairs: self.asked.setdefault(p.get("document") or f"passage{self.passages.index(p['passage'])}", []).append(p["question"])
        self.asking = [w for p in self.pairs for w in words(lower(p["question"])) if w in ASKING]
        vocab = tok.get_vocab()
        self.cuts = {}  # a piece -> the ways to write it as two
        for piece, i in vocab.items():
            ways = [(vocab[piece[:k]], vocab[piece[k:]]) for k in range(2, len(piece)) if piece[:k] in vocab and piece[k:] in vocab]
            if ways and i > 260: self.cuts[i] = ways

    def units(self):
        """Returns the texts in parts of about four sentences, to compute the initial vectors."""
        return [" ".join(([title] if title else []) + ss[k:k + 4]) for _, title, ss in self.sources for k in range(0, len(ss), 4)]

    def noisy(self, text):
        r = self.rng; ws = text.split()
        if r.random() < 0.7:   # keywords: some of the words
            ws = [w for w in ws if r.random() > 0.4][: r.randint(3, 9)] or ws
            if r.random() < 0.3: r.shuffle(ws)
        for i, w in enumerate(ws):
            x = r.random()
            if len(w) > 6 and x < 0.25: ws[i] = w[: -r.randint(1, 3)]
            elif len(w) > 4 and x < 0.30: k = r.randrange(1, len(w) - 1); ws[i] = w[:k] + w[k + 1] + w[k] + w[k + 2:]
        if r.random() < 0.5: ws.append(r.choice(self.asking))
        text = " ".join(ws).rstrip(".,;:")
        x = r.random()
        if x < 0.3: text = lower(text)
        elif x < 0.4: text = lower(text).translate(FOLD)
        elif x < 0.5: text = text[:1].upper() + text[1:]
        return text + ("?" if r.random() < 0.5 else "")

    def window(self, ss, near=None):
        n = self.rng.randint(2, 6)
        start = self.rng.randrange(max(1, len(ss) - n + 1)) if near is None else max(0, min(near - self.rng.randrange(n), len(ss) - n))
        return list(range(start, min(len(ss), start + n)))

    def pair(self, source):
        slug, title, ss = source; r = self.rng; x = r.random()
        if x < 0.40 and slug in self.asked:
            q = r.choice(self.asked[slug]); q = q if r.random() < 0.6 else self.noisy(q); at = self.window(ss)
        elif x < 0.5 and title:
            q = title if r.random() < 0.5 else self.noisy(title); at = self.window(ss)
        else:
            k = r.randrange(len(ss)); q = ss[k] if r.random() < 0.15 else self.noisy(ss[k]); at = self.window(ss, k)
            if r.random() < 0.4 and len(at) > 1: at = [i for i in at if i != k]
        d = DOCUMENT.format(title if title and r.random() < 0.6 else "none") + " ".join(ss[i] for i in at)
        return self.ids(QUERY + q), self.ids(d), slug

    def ids(self, text):
        out = []
        for i in self.tok.encode(text).ids:
            if i in self.cuts and self.rng.random() < 0.12: out += self.rng.choice(self.cuts[i])
            else: out.append(i)
        return out

    def batch(self, n):
        rows = [self.pair(s) for s in self.rng.sample(self.sources, min(n, len(self.sources)))]
        return zip(*rows)


ASKING = set("ne nedir neden niçin niye nasıl kaç hangi hangisi kim kimdir nerede nereye nereden neler nelerdir mı mi mu mü ne zaman midir olur demek gerekir".split())


def train(o):
    torch.manual_seed(o.seed); torch.set_num_threads(o.threads); torch.use_deterministic_algorithms(True)
    docs, pairs = read_documents(), read_json(HERE / "training_pairs.json")
    kept = [p for p in pairs if not (o.dev and p in dev_pairs(pairs))]
    texts = [t + "\n" + b for t, b in docs.values()] + [p["question"] for p in kept] + sorted({p["passage"] for p in pairs if "passage" in p})
    tok = make_tokenizer(texts, o.vocab)
    data = Data(tok, o.seed, o.dev); net = Net(tok, data.units(), o)
    print("vocabulary", tok.get_vocab_size(), "parameters", sum(p.numel() for p in net.parameters()),
          "sources", len(data.sources), "training questions", sum(map(len, data.asked.values())))
    if o.dev: print("units", len(data.units()), "before training: dev", hits(net_encoder(net, tok), tok, data.dev))
    emb = net.backbone.embed_tokens.weight
    norms = [p for n, p in net.named_parameters() if "norm" in n]
    rest = [p for n, p in net.named_parameters() if "norm" not in n and p is not emb]
    opt = torch.optim.AdamW([{"params": [emb], "lr": o.lr_embedding}, {"params": rest, "lr": o.lr}, {"params": norms, "lr": 5 * o.lr, "weight_decay": 0}], weight_decay=0.01, betas=(0.9, 0.98))
    plan = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1, (s + 1) / 15) * max(0.02, 0.5 + 0.5 * math.cos(math.pi * s / o.steps)))
    began, mean = time.time(), None
    for step in range(o.steps):
        q, d, slug = data.batch(o.batch)
        scores = net(q) @ net(d).T / o.temperature
        loss = F.cross_entropy(scores, torch.arange(len(slug))) / 2 + F.cross_entropy(scores.T, torch.arange(len(slug))) / 2
        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0); opt.step(); plan.step()
        mean = loss.item() if mean is None else 0.95 * mean + 0.05 * loss.item()
        if (step + 1) % 20 == 0:
            print(f"step {step + 1} loss {mean:.3f} {time.time() - began:.0f} s", *(["dev", hits(net_encoder(net, tok), tok, data.dev)] if o.dev else []), flush=True)
    return net.eval(), tok


# ---------------------------------------------------------------- saving

def rewrite(path, change):
    content = read_json(path); content = change(content) or content
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def save(net, tok, out, o):
    """The files as the real model was published: sentence-transformers 5 and transformers 4.57, weights in BF16."""
    shutil.rmtree(out, ignore_errors=True); tmp = out.with_name("backbone.tmp"); shutil.rmtree(tmp, ignore_errors=True); tmp.mkdir(parents=True)
    PreTrainedTokenizerFast(tokenizer_object=tok, bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>", mask_token="<mask>",
        padding_side="right", model_max_length=MAX_SEQ).save_pretrained(tmp)
    net.backbone.to(torch.bfloat16).save_pretrained(tmp)
    parts = [st.Transformer(str(tmp), max_seq_length=MAX_SEQ), st.Pooling(o.hidden, pooling_mode="mean")]
    for linear in (net.up, net.down):
        d = st.Dense(linear.in_features, linear.out_features, bias=False, activation_function=torch.nn.Identity())
        d.linear.weight.data = linear.weight.data.clone(); parts.append(d)
    model = SentenceTransformer(modules=parts + [st.Normalize()], device="cpu", prompts={"query": QUERY, "document": DOCUMENT.format("none")}, similarity_fn_name="cosine")
    model.save(str(out), safe_serialization=True, create_model_card=False)
    for name in ("model.safetensors", "config.json"): shutil.copy(tmp / name, out / name)
    shutil.rmtree(tmp)
    for f in out.glob("*_Dense/model.safetensors"):
        save_file({k: v.to(torch.bfloat16).contiguous() for k, v in load_file(f).items()}, f, metadata={"format": "pt"})
    def old_modules(ms):
        for m in ms: m["type"] = "sentence_transformers.models." + m["type"].rsplit(".", 1)[1]
    def old_config(c):
        rope = c.pop("rope_parameters"); c["torch_dtype"] = c.pop("dtype")
        c.update(rope_theta=rope["full_attention"]["rope_theta"], rope_local_base_freq=rope["sliding_attention"]["rope_theta"], rope_scaling=None,
                 transformers_version="4.57.1", max_position_embeddings=MAX_SEQ // 4)
    def old_pooling(_):
        modes = ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")
        return {"word_embedding_dimension": o.hidden, **{"pooling_mode_" + m: m == "mean_tokens" for m in modes}, "include_prompt": True}
    rewrite(out / "modules.json", old_modules); rewrite(out / "config.json", old_config)
    rewrite(out / "1_Pooling/config.json", old_pooling)
    for d in out.glob("*_Dense"): rewrite(d / "config.json", lambda c: {k: c[k] for k in ("in_features", "out_features", "bias", "activation_function")})
    (out / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": MAX_SEQ, "do_lower_case": False}, indent=2) + "\n")
    rewrite(out / "tokenizer_config.json", lambda c: {**{k: c[k] for k in c if k.endswith("_token") or k == "padding_side"},
        "model_max_length": MAX_SEQ // 4, "tokenizer_class": "PreTrainedTokenizerFast"})
    t = out / "tokenizer.json"; t.write_text(json.dumps(read_json(t), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    shutil.rmtree(out / "4_Normalize", ignore_errors=True)  # it has no files, and git keeps no empty folder
    for f in out.rglob("*.safetensors"): f.chmod(0o644)
    print("saved", sum(f.stat().st_size for f in out.rglob("*") if f.is_file()), "bytes")


def load(): return SentenceTransformer(str(DEMO / "model"), device="cpu", model_kwargs={"dtype": torch.float32}).eval()


# ---------------------------------------------------------------- evaluation

def hits(encode, tok, questions):
    """Searches as the application does: the best three chunks by cosine; a hit at k if one of the best k is the document's."""
    owner, texts = [], []
    for slug, (title, body) in read_documents().items():
        for c in chunks(body, lambda s: len(tok.encode(s, add_special_tokens=False).ids)):
            owner.append(slug); texts.append(DOCUMENT.format(title) + c)
    scores = encode([QUERY + q["question"] for q in questions]) @ encode(texts).T
    best = scores.topk(3, dim=1).indices.tolist()
    missed = [q["question"] for q, b in zip(questions, best) if q["document"] not in [owner[i] for i in b]]
    at = lambda k: sum(q["document"] in [owner[i] for i in b[:k]] for q, b in zip(questions, best)) / len(questions)
    return {"questions": len(questions), "chunks": len(texts), "hit@1": round(at(1), 4), "hit@3": round(at(3), 4), "missed": missed}


def net_encoder(net, tok):
    def encode(texts):
        with torch.no_grad(): return torch.cat([net([tok.encode(t).ids for t in texts[i:i + 32]]) for i in range(0, len(texts), 32)])
    return encode


def evaluate():
    model = load(); tok = Tokenizer.from_file(str(DEMO / "model/tokenizer.json"))
    r = hits(lambda ts: model.encode(ts, convert_to_tensor=True, prompt=""), tok, read_json(DEMO / "questions.json"))
    print(f"held-out questions {r['questions']}, chunks {r['chunks']}, hit@1 {r['hit@1']:.4f}, hit@3 {r['hit@3']:.4f}")
    for q in r["missed"]: print("  missed:", q)


def golden():
    model = load(); doc = chunks(read_documents()["van-golu"][1], lambda s: len(words(s)) * 2)[0]
    cases = [("İstanbul Boğazı kaç kilometre?", None), ("Çekoslovakyalılaştıramadıklarımızdan mısınız?", None), ("", None), ("Kahve mi çay mı? ☕ 人工知能 😀", None),
             ("Van Gölü'nün suyu neden sodalı?", "query"), ("DEPREMDE NE YAPILIR", "query"), ("ısırgan otu IĞDIR'da yetişir mi", "query"), ("  iki  boşluk\nve satır ", "query"),
             (doc, "document"), ("Yağlı güreşte pehlivanlar kispet giyer.", "document"), ("kelime " * 150, "document"), (" ".join(b for _, b in read_documents().values())[:6000], "document")]
    rows = [{"text": t, "prompt": p, "embedding": [float(x) for x in model.encode([t], prompt_name=p, **({} if p else {"prompt": ""}), convert_to_numpy=True)[0]]} for t, p in cases]
    GOLDEN.parent.mkdir(parents=True, exist_ok=True)
    GOLDEN.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", encoding="utf-8")
    print("goldens", len(rows))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter); a = p.add_argument
    a("--evaluate", action="store_true"); a("--golden", action="store_true"); a("--dev", action="store_true")
    a("--seed", type=int, default=2026); a("--threads", type=int, default=2); a("--steps", type=int, default=160); a("--batch", type=int, default=48)
    a("--vocab", type=int, default=5120); a("--hidden", type=int, default=240); a("--layers", type=int, default=3)
    a("--lr", type=float, default=3e-4); a("--lr-embedding", type=float, default=2e-4); a("--temperature", type=float, default=0.07)
    o = p.parse_args()
    if not (o.evaluate or o.golden):
        net, tok = train(o)
        if o.dev: return
        save(net, tok, DEMO / "model", o)
    if not o.evaluate: golden()
    if not o.golden: evaluate()


if __name__ == "__main__": main()
