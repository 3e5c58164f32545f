#!/usr/bin/env bash
# Makes the models under src/test/resources/models again, with their goldens. Needs requirements.txt's packages.
set -euo pipefail
cd "$(dirname "$0")"
make() { python3 make_fixture.py "../src/test/resources/models/$@"; }

make tiny
make tiny-v6 --layout v6 && rm ../src/test/resources/models/tiny-v6/golden.json  # tiny's serve both
make many-heads --seed 11 --heads 4 --kv-heads 4 --head-dim 16 --hidden 64 --intermediate 96 --layers 4 --window 7 --pattern 2 \
  --pooling cls --dense none --layout v6 --dtype f32
make grouped-heads --seed 12 --heads 6 --kv-heads 2 --head-dim 12 --hidden 48 --intermediate 80 --layers 5 --window 33 --pattern 3 \
  --pooling lasttoken --dense tanh+bias,identity --shard
make no-normalize --seed 13 --heads 2 --kv-heads 1 --head-dim 20 --hidden 40 --intermediate 64 --layers 3 --window 1 --pooling weightedmean \
  --dense relu+bias,gelu --no-normalize --max-seq 1600 --lengths 300
make prompt-excluded --seed 14 --heads 2 --kv-heads 1 --head-dim 16 --hidden 32 --intermediate 64 --layers 3 --pattern 2 \
  --pooling mean_sqrt_len_tokens --dense sigmoid --exclude-prompt --default-prompt query --dtype f16
make max-pooling --seed 15 --heads 2 --kv-heads 2 --head-dim 10 --hidden 40 --intermediate 64 --layers 2 --pattern 1 --pooling max \
  --dense identity+bias --exclude-prompt --layout v6
make long --seed 16 --heads 4 --kv-heads 2 --head-dim 16 --hidden 48 --intermediate 64 --layers 4 --window 128 --pattern 2 --max-seq 2600 \
  --lengths 63,64,65,66,255,256,257,319,320,321,511,512,513,1023,1024,1025,1279,1280,1281,2304,2599,2600
make outliers --seed 17 --hidden 96 --intermediate 96 --layers 6 --outliers

late() { python3 make_late_chunking.py "../src/test/resources/models/$1/model" "../src/test/resources/models/$1/late-chunking.json"; }
late tiny
late long

left() { python3 make_left_truncation.py "../src/test/resources/models/$1/model" "../src/test/resources/models/$1/left-truncation.json"; }
left tiny
left prompt-excluded
