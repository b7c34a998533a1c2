#!/usr/bin/env bash
# Compiles kepu and the parsers below it so that libFuzzer sees what an input reaches; everything else as usual. Cargo
# calls it as RUSTC_WRAPPER: the compiler's path and its arguments.
set -euo pipefail
case " $* " in
  *" --crate-name kepu "* | *" --crate-name kepu_engine "* | *" --crate-name pulldown_cmark "* | *" --crate-name pulldown_latex "* | *" --crate-name csv_core "* | *" --crate-name rrule "* | *" --crate-name calamine "* | *" --crate-name htmd "*)
    exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
      -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
      -Cllvm-args=-sanitizer-coverage-trace-compares ;;
  *) exec "$@" ;;
esac
