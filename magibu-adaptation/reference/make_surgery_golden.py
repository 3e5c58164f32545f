"""Writes the IDs that the library tokenizers gives with the tokenizer of TokenizerSurgeryIT.

Usage: python make_surgery_golden.py TOKENIZER CORPUS OUTPUT. TOKENIZER is the file that the test writes, CORPUS the folder of its texts.
"""
import hashlib, json, random, sys, unicodedata
from pathlib import Path
from tokenizers import Tokenizer

source, corpus, output = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
tokenizer = Tokenizer.from_file(str(source))
chance = random.Random(11)
names = ("tr-ud-boun-heldout", "en-ud-ewt", "de-ud-gsd", "ru-ud-gsd", "ja-ud-gsd")
sentences = [line for name in names for line in (corpus / f"{name}.txt").read_text(encoding="utf-8").split("\n")[:150] if line]
words = ("Türkiye İstanbul ığdır güzelleştirilemeyenlerdenmişsiniz evlerimizdekiler Straße naïve Дом слово 人工知能 日本語 中文 한국어 العربية "
         "हिन्दी ไทย 😀 👨‍👩‍👧‍👦 🇹🇷 e-posta 3.14 %25 http://example.com/a?b=c C++ <bos> <eos> <pad> <unk> <mask> <table> <image_soft_token> "
         "<unused5> </s> <0x41> ▁ ▁▁ \n \n\n \n\n\n \t \r\n \x00 \u200b \ufeff \u0301 \u0130 i\u0307 ﬁ Ⅷ ½ \xa0 \u2028 \u3000").split(" ")


def text():
    kind = chance.random()
    if kind < .35:
        return "".join(chance.choice(words) + chance.choice([" ", " ", "", "  ", "\n"]) for _ in range(chance.randint(1, 15)))
    if kind < .6:
        return " ".join(chance.choice(sentences) for _ in range(chance.randint(1, 2)))[: chance.randint(1, 200)]
    if kind < .75:
        points = [chance.randint(0, 0xFFFF if chance.random() < .7 else 0x10FFFF) for _ in range(chance.randint(1, 25))]
        return "".join(chr(point) for point in points if not 0xD800 <= point <= 0xDFFF)
    if kind < .9:
        sentence = chance.choice(sentences)[:120]
        return chance.choice([unicodedata.normalize("NFD", sentence), sentence.upper(), sentence.lower(), sentence.replace("i", "İ")])
    return chance.choice([" ", "\n", "a", "▁", "ı", ".", "-"]) * chance.randint(0, 30)


texts = [text() for _ in range(10_000)]
failed = [t for t in texts if tokenizer.decode(tokenizer.encode(t, add_special_tokens=False).ids, skip_special_tokens=False) != t.replace("▁", " ")]
ids = [tokenizer.encode(t).ids for t in texts]
output.write_text(json.dumps({
    "tokenizer_sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
    "vocabulary": tokenizer.get_vocab_size(), "texts": len(texts), "round_trip_failures": len(failed),
    "goldens": [{"text": t, "ids": i} for t, i in list(zip(texts, ids))[:1_000]]}, separators=(",", ":")) + "\n", encoding="utf-8")
print(len(texts), "texts,", len(failed), "fail to round-trip", failed[:3])
