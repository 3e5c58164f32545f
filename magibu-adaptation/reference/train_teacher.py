"""Trains the teacher's tokenizer of TokenizerSurgeryIT: BPE in Gemma's style from the corpus of the tests.

Usage: python train_teacher.py CORPUS OUTPUT, with the library tokenizers. English, German, Russian and Japanese in full, and little
Turkish, so that Turkish words are cut as in a multilingual teacher.
"""
import sys, json
from pathlib import Path
from tokenizers import Tokenizer, AddedToken, models, trainers, normalizers, pre_tokenizers, decoders, processors

corpus, output = Path(sys.argv[1]), Path(sys.argv[2])


def lines(name):
    return (corpus / name).read_text(encoding="utf-8").split("\n")


texts = lines("en-ud-ewt.txt") + lines("de-ud-gsd.txt") + lines("ru-ud-gsd.txt") + lines("ja-ud-gsd.txt")
texts += lines("tr-libreoffice-help.txt")[::50]
special = ["<pad>", "<eos>", "<bos>", "<unk>"]
others = ["<mask>"] + [f"<unused{i}>" for i in range(50)] + ["\n\n", "<table>"]
byte_tokens = [f"<0x{i:02X}>" for i in range(256)]

trainer_tokenizer = Tokenizer(models.BPE())
trainer_tokenizer.normalizer = normalizers.Replace(" ", "▁")
trainer_tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
    [pre_tokenizers.Split("▁", "merged_with_next"), pre_tokenizers.Digits(individual_digits=True)])
trainer_tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
    vocab_size=14000, show_progress=False, max_token_length=16, initial_alphabet=[chr(c) for c in range(33, 127)] + list("çğıöşüÇĞİÖŞÜ")))
trained = json.loads(trainer_tokenizer.to_str())["model"]
tokens = special + others + byte_tokens + [t for t, _ in sorted(trained["vocab"].items(), key=lambda e: e[1])]
vocabulary = {t: i for i, t in enumerate(dict.fromkeys(tokens))}
merges = [tuple(m) for m in trained["merges"]]

# A second merge for some tokens, as in tokenizers that were converted from SentencePiece.
known = set(merges)
for left, right in list(merges):
    text = left + right
    for cut in range(1, len(text)):
        pair = (text[:cut], text[cut:])
        if len(text) > 3 and pair not in known and pair[0] in vocabulary and pair[1] in vocabulary:
            known.add(pair)
            merges.append(pair)
            break

teacher = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
teacher.normalizer = normalizers.Replace(" ", "▁")
teacher.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
teacher.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
teacher.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in special])
teacher.add_tokens([AddedToken(t, normalized=False) for t in others])
teacher.post_processor = processors.TemplateProcessing(
    single="<bos> $A <eos>", pair="<bos> $A <eos> <bos> $B <eos>", special_tokens=[("<bos>", 2), ("<eos>", 1)])
result = json.loads(teacher.to_str())
# An added token beyond the vocabulary, as Gemma's <image_soft_token>.
result["added_tokens"].append({"id": len(vocabulary), "content": "<image_soft_token>", "single_word": False, "lstrip": False,
                               "rstrip": False, "normalized": False, "special": True})
output.write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
print(len(vocabulary), "tokens", len(merges), "merges", output.stat().st_size, "bytes")
