#!/usr/bin/env python3
"""Makes a small SentenceTransformers folder of the embeddingmagibu architecture with seeded random
weights, and the golden embeddings that the reference implementation (sentence-transformers, PyTorch, float32)
gives for it.

Needs Python with torch (CPU), transformers, sentence-transformers, tokenizers, safetensors, numpy.

  make_fixture.py OUT_DIR [--seed N] [--layers N] [--hidden N] [--heads N] [--kv-heads N] [--head-dim N]
                  [--intermediate N] [--window N] [--pattern N] [--vocab N] [--dense ID,ID|none]
                  [--pooling mean|cls|lasttoken|max|mean_sqrt_len_tokens|weightedmean] [--max-seq N] [--dtype bf16|f16|f32]
                  [--no-normalize] [--shard] [--layout published|v6] [--exclude-prompt] [--default-prompt NAME]
                  [--lengths N,N,...] [--outliers]

OUT_DIR/model          the SentenceTransformers folder (modules.json, config.json, model.safetensors, tokenizer.json, ...)
--layout published writes the files as the model was published (sentence-transformers 5 and transformers 4.57);
--layout v6 leaves them as sentence-transformers 6 and transformers 5 save them.

--dense takes identity, tanh, relu, gelu, sigmoid, each with or without +bias; --lengths adds texts with exactly those numbers of tokens,
special tokens included (for the edges of the paths that long texts take); --outliers scales two channels of the embedding
by 50, as some are in real Gemma checkpoints.

OUT_DIR/golden.json    [{"text", "prompt": null (the default)|"query"|"document", "input_ids", "embedding"}, ...]
"""
import argparse, json, os, random, shutil
import numpy as np, torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, decoders, processors, trainers
from transformers import Gemma3TextConfig, Gemma3TextModel, PreTrainedTokenizerFast
from sentence_transformers import SentenceTransformer, models as st

SENTENCES = [
    "Bugün hava çok güzel.", "Dışarısı güneşli.", "Yapay zeka modellerinde damıtma nedir?",
    "İstanbul Boğazı, Karadeniz'i Marmara Denizi'ne bağlar.", "Türkiye'nin başkenti Ankara'dır.",
    "Ispanak, demir bakımından zengin bir sebzedir; IĞDIR ovasında da yetişir.",
    "Kütüphaneden aldığım kitapları yarın geri götüreceğim.",
    "Sözleşmenin feshi hâlinde taraflar otuz gün içinde yazılı bildirimde bulunur.",
    "Çekoslovakyalılaştıramadıklarımızdan mısınız?", "Evlerimizdekilerden bazıları eskidi.",
    "Büyük bir öğretmen modelin bilgisi daha küçük bir öğrenci modele aktarılır.",
    "The quick brown fox jumps over the lazy dog.", "Semantic search finds passages by meaning.",
    "Die Katze sitzt auf der Matte.", "Веб-поиск по смыслу.", "人工知能は人気があります。", "مرحبا بالعالم",
    "Kahve mi çay mı? ☕🍵 Fark etmez 😀!", "e-posta: a.b+c@example.com, tel: +90 (212) 000 00 00",
    "  baştaki ve  aradaki   boşluklar  ", "satır\nsonu\tve sekme", "", " ", "a", "İ", "ı", "I", "i",
    "<bos>özel</s> <eos> belirteçler <pad>", "é (birleşik) é (ayrık)", "\u200bsıfır\u200dgenişlik\ufeff", "null\u0000bayt",
]
LONG = " ".join(SENTENCES[i % 11] for i in range(60))

def tokenizer_json(vocab_size):
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    trainer_tok = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    trainer_tok.normalizer = normalizers.Replace(" ", "▁")
    trainer_tok.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    n = vocab_size - len(special) - 256
    trainer_tok.train_from_iterator(SENTENCES[:19] * 3, trainers.BpeTrainer(vocab_size=n, show_progress=False, max_token_length=12))
    trained = json.loads(trainer_tok.to_str())["model"]
    pieces = sorted(trained["vocab"], key=trained["vocab"].get)
    vocab = {t: i for i, t in enumerate(special)}
    for b in range(256): vocab[f"<0x{b:02X}>"] = len(vocab)
    for p in pieces: vocab.setdefault(p, len(vocab))
    tok = Tokenizer(models.BPE(vocab=vocab, merges=[tuple(m) for m in trained["merges"]], unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tok.normalizer = normalizers.Replace(" ", "▁")
    tok.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tok.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tok.post_processor = processors.TemplateProcessing(single="<bos> $A <eos>", pair="<bos> $A <eos> <bos> $B <eos>", special_tokens=[("<bos>", 2), ("<eos>", 1)])
    tok.add_special_tokens(special)
    return tok, len(vocab)

def rewrite(path, change):
    content = json.load(open(path)); content = change(content) or content
    json.dump(content, open(path, "w"), indent=2, ensure_ascii=False)

def published_layout(model, o):
    kinds = {"Transformer": "Transformer", "Pooling": "Pooling", "Dense": "Dense", "Normalize": "Normalize"}
    def old_modules(ms):
        for m in ms: m["type"] = "sentence_transformers.models." + kinds[m["type"].rsplit(".", 1)[1]]
    def old_config(c):
        rope = c.pop("rope_parameters"); c["torch_dtype"] = c.pop("dtype")
        c.update(rope_theta=rope["full_attention"]["rope_theta"], rope_local_base_freq=rope["sliding_attention"]["rope_theta"], rope_scaling=None,
                 transformers_version="4.57.1", max_position_embeddings=o.max_seq // 4)  # as published: max_seq_length was raised, this was not
    def old_pooling(c):
        modes = {"cls_token": "cls", "mean_tokens": "mean", "max_tokens": "max", "mean_sqrt_len_tokens": "mean_sqrt_len_tokens", "weightedmean_tokens": "weightedmean", "lasttoken": "lasttoken"}
        return {"word_embedding_dimension": o.hidden, **{"pooling_mode_" + k: v == o.pooling for k, v in modes.items()}, "include_prompt": not o.exclude_prompt}
    def old_dense(c):
        return {k: c[k] for k in ("in_features", "out_features", "bias", "activation_function")}
    rewrite(os.path.join(model, "modules.json"), old_modules)
    rewrite(os.path.join(model, "config.json"), old_config)
    for d in sorted(os.listdir(model)):
        if d.endswith("_Pooling"): rewrite(os.path.join(model, d, "config.json"), old_pooling)
        if d.endswith("_Dense"): rewrite(os.path.join(model, d, "config.json"), old_dense)
        if d.endswith("_Normalize"): shutil.rmtree(os.path.join(model, d)); os.mkdir(os.path.join(model, d))
    json.dump({"max_seq_length": o.max_seq, "do_lower_case": False}, open(os.path.join(model, "sentence_bert_config.json"), "w"), indent=2)
    rewrite(os.path.join(model, "tokenizer_config.json"), lambda c: c.update(model_max_length=o.max_seq // 4))

def main():
    p = argparse.ArgumentParser(); a = p.add_argument
    a("out"); a("--seed", type=int, default=7); a("--layers", type=int, default=7); a("--hidden", type=int, default=96)
    a("--heads", type=int, default=3); a("--kv-heads", type=int, default=1); a("--head-dim", type=int, default=32)
    a("--intermediate", type=int, default=144); a("--window", type=int, default=24); a("--pattern", type=int, default=6)
    a("--vocab", type=int, default=1536); a("--dense", default="identity,identity"); a("--pooling", default="mean")
    a("--max-seq", type=int, default=384); a("--layout", default="published"); a("--dtype", default="bf16"); a("--no-normalize", action="store_true"); a("--shard", action="store_true")
    a("--exclude-prompt", action="store_true"); a("--default-prompt"); a("--lengths", default=""); a("--outliers", action="store_true")
    a("--texts", help="a JSON list of further texts to make goldens for")
    o = p.parse_args(); torch.manual_seed(o.seed); random.seed(o.seed)
    tok, vocab = tokenizer_json(o.vocab)
    shutil.rmtree(o.out, ignore_errors=True); tmp = os.path.join(o.out, "backbone"); os.makedirs(tmp)
    PreTrainedTokenizerFast(tokenizer_object=tok, bos_token="<bos>", eos_token="<eos>", pad_token="<pad>", unk_token="<unk>", mask_token="<mask>",
        padding_side="right", model_max_length=o.max_seq).save_pretrained(tmp)
    cfg = Gemma3TextConfig(vocab_size=vocab, hidden_size=o.hidden, intermediate_size=o.intermediate, num_hidden_layers=o.layers, num_attention_heads=o.heads,
        num_key_value_heads=o.kv_heads, head_dim=o.head_dim, query_pre_attn_scalar=o.head_dim, sliding_window=o.window, max_position_embeddings=o.max_seq,
        use_bidirectional_attention=True, layer_types=["full_attention" if (i + 1) % o.pattern == 0 else "sliding_attention" for i in range(o.layers)])
    net = Gemma3TextModel(cfg)
    for name, w in net.named_parameters():  # larger than at initialization, so that attention and norms matter
        w.data.normal_(0, 0.2 if "norm" in name else (1.0 / w.shape[-1]) ** 0.5 if w.dim() > 1 and "embed" not in name else 0.05)
    if o.outliers: net.embed_tokens.weight.data[:, [5, 40]] *= 50
    net.to({"bf16": torch.bfloat16, "f16": torch.float16, "f32": torch.float32}[o.dtype]).save_pretrained(tmp, **({"max_shard_size": "100KB"} if o.shard else {}))
    kinds = {"identity": torch.nn.Identity, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "gelu": torch.nn.GELU, "sigmoid": torch.nn.Sigmoid}
    parts = [st.Transformer(tmp, max_seq_length=o.max_seq, model_kwargs={"dtype": torch.float32})]
    parts.append(st.Pooling(o.hidden, pooling_mode=o.pooling, include_prompt=not o.exclude_prompt))
    if o.dense != "none":
        for i, kind in enumerate(o.dense.split(",")):
            n_in, n_out = (o.hidden, o.hidden * 4) if i % 2 == 0 else (o.hidden * 4, o.hidden)
            d = st.Dense(n_in, n_out, bias=kind.endswith("+bias"), activation_function=kinds[kind.split("+")[0]]())
            for w in d.parameters(): w.data = w.data.normal_(0, n_in ** -0.5).to(torch.bfloat16).float()
            parts.append(d)
    if not o.no_normalize: parts.append(st.Normalize())
    model = SentenceTransformer(modules=parts, device="cpu", prompts={"query": "task: search result | query: ", "document": "title: none | text: "}, similarity_fn_name="cosine", default_prompt_name=o.default_prompt).eval()
    model.save(os.path.join(o.out, "model"), safe_serialization=True, create_model_card=False)
    # the transformer's weights as they were saved above: in their own dtype
    for f in os.listdir(tmp):
        if f.startswith("model") or f == "config.json": shutil.copy(os.path.join(tmp, f), os.path.join(o.out, "model", f))
    if o.shard: os.path.exists(os.path.join(o.out, "model", "model.safetensors.index.json")) and os.path.exists(os.path.join(tmp, "model.safetensors")) is False and [os.remove(os.path.join(o.out, "model", x)) for x in ["model.safetensors"] if os.path.exists(os.path.join(o.out, "model", x))]
    shutil.rmtree(tmp)
    if o.layout == "published": published_layout(os.path.join(o.out, "model"), o)
    model = SentenceTransformer(os.path.join(o.out, "model"), device="cpu", model_kwargs={"dtype": torch.float32}).eval()
    texts = SENTENCES + [LONG, LONG[:700], "kelime " * 40] + (json.load(open(o.texts)) if o.texts else [])
    for length in filter(None, o.lengths.split(",")):
        words, text = (LONG + " ").split(" "), ""
        while len(tok.encode(text).ids) < int(length):  # word by word, then letter by letter, to just that many tokens
            step = words[len(text.split(" ")) % len(words)] + " "
            text += step if len(tok.encode(text + step).ids) <= int(length) else "z"
        texts.append(text)
    golden = []
    for prompt in (None, "query", "document"):
        for t in texts:
            vec = model.encode([t], prompt_name=prompt, convert_to_numpy=True)[0]
            name = prompt or o.default_prompt
            prefix = model.prompts[name] if name else ""
            ids = model.preprocess([prefix + t])["input_ids"][0].tolist()
            golden.append({"text": t, "prompt": prompt, "input_ids": ids, "embedding": [float(np.float32(x)) for x in vec]})
    json.dump(golden, open(os.path.join(o.out, "golden.json"), "w"), ensure_ascii=True)
    print(os.path.join(o.out, "model"), len(golden), "goldens; longest", max(len(g["input_ids"]) for g in golden))
if __name__ == "__main__":
    main()
