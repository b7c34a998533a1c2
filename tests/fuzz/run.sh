#!/usr/bin/env bash
# Feeds one reader for some seconds with what libFuzzer makes of its seeds. The compiler is the stable one; a C++
# compiler builds libFuzzer.
#
#   tests/fuzz/run.sh READER [SECONDS]     READER is a folder of tests/fuzz/seeds
#   tests/fuzz/run.sh all [SECONDS]        one reader after another
#
# What ends the program is written to tests/fuzz/found/READER/: mend the fault and keep the file, which
# tests/library/fuzz.rs reads from then on. Inputs that reach new code are in target/fuzz/corpus/READER and come to
# nothing by themselves: --merge=1 into the seeds is what keeps the best of them.
set -euo pipefail
cd "$(dirname "$0")"
reader=${1:?"usage: run.sh READER|all [SECONDS]"}
seconds=${2:-60}
export CARGO_TARGET_DIR=${KEPU_FUZZ_TARGET:-$PWD/../../target/fuzz}
cp ../../Cargo.lock Cargo.lock
RUSTC_WRAPPER=$PWD/instrument.sh cargo build --release
[ "$reader" != all ] || reader=$(ls seeds)
failed=0
for READER in $reader; do
  export READER
  corpus=$CARGO_TARGET_DIR/corpus/$READER
  mkdir -p "$corpus" "found/$READER"
  printf '\n== %s\n' "$READER"
  "$CARGO_TARGET_DIR/release/readers" "$corpus" "seeds/$READER" "found/$READER" -artifact_prefix="found/$READER/" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 -verbosity=1 2>&1 \
    | grep -E 'DONE|INITED|panicked|ERROR|SUMMARY|Test unit|stat::|assert' || failed=1
done
exit $failed
