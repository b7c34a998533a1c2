#!/bin/sh
# Fetches the specifications' examples that tests/library/markdown/ reads: CommonMark's from npm,
# GFM's from the sources of pulldown-cmark that cargo has already. They are third-party
# text and so are not in the repository.
set -eu
cd "$(dirname "$0")/../.."
folder=${KEPU_SUITES:-target/suites}
mkdir -p "$folder"

if [ ! -f "$folder/commonmark.txt" ]; then
    npm install --silent --no-save --no-package-lock --ignore-scripts --prefix "$folder" commonmark-spec@0.31.2
    cp "$folder/node_modules/commonmark-spec/spec.txt" "$folder/commonmark.txt"
fi

crate=$(cargo metadata --format-version 1 |
    sed 's/"manifest_path":/\n&/g' | sed -n 's|^"manifest_path":"\([^"]*/pulldown-cmark-[0-9][^"/]*\)/Cargo.toml".*|\1|p' | head -n 1)
for suite in gfm_table gfm_strikethrough gfm_tasklist definition_lists; do
    cp "$crate/tests/suite/$suite.rs" "$folder/$suite.rs"
done
