# The means to make programs for other machines: compilers, linkers and the standard library for each target.
#
# Sourced by `release`, `check` and the repository's `./check`. Everything that is fetched comes from Debian, PyPI and
# crates.io, and lies in target/packaging afterwards; nothing outside it is changed, except that packages of Debian are
# installed. `docs/releasing.md` has the reasons.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Can lie elsewhere, so that several checkouts share it.
means=${KEPU_PACKAGING:-$repository/target/packaging}

# What is fetched, in the versions that were tried.
rust_src_suite=trixie-backports
zig_version=0.17.1
cargo_zigbuild_version=0.24.1
fonttools_version=4.68.0

windows=x86_64-pc-windows-gnu
linux=x86_64-unknown-linux-gnu
arm=aarch64-unknown-linux-gnu
# The oldest C library that the programs for Linux start with: that of CentOS 7, older than those of Kylin V10 and UOS 20.
glibc=2.17

say() { printf '== %s\n' "$*" >&2; }
stop() {
  printf 'packaging: %s\n' "$*" >&2
  exit 1
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# packages COMMAND:PACKAGE…: installs packages of Debian whose command is missing.
packages() {
  local wanted=() pair
  for pair in "$@"; do command -v "${pair%%:*}" >/dev/null 2>&1 || wanted+=("${pair#*:}"); done
  [ "${#wanted[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || stop "missing: ${wanted[*]}. Install them by the means of this system."
  say "installing ${wanted[*]}"
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -qq -y --no-install-recommends "${wanted[@]}" >/dev/null
}

compiler() { rustc --version | cut -d' ' -f2; }

# Compilers of other versions can't read what this one made, so each has a folder of its own.
toolchain=$means/rust-$(compiler)
# The host's own, also after `use_toolchain`.
host_sysroot=${host_sysroot:-$(rustc --print sysroot)}

# The sources of the standard library, in exactly the compiler's version.
fetch_sources() {
  local version wanted apt=$means/apt
  version=$(compiler)
  [ -d "$toolchain/sources" ] && return
  say "sources of the standard library $version"
  if [ -d "$host_sysroot/lib/rustlib/src/rust/library" ]; then
    mkdir -p "$toolchain"
    cp -r "$host_sysroot/lib/rustlib/src/rust" "$toolchain/sources"
    return
  fi
  # An APT of its own: the package is of another release of Debian, and would get in the way of rustup if it were installed.
  mkdir -p "$apt"/{lists/partial,cache/archives/partial}
  : >"$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $rust_src_suite main" \
    >"$apt/sources"
  local options=(-o "Dir::State=$apt" -o "Dir::State::status=$apt/status" -o "Dir::State::lists=$apt/lists"
    -o "Dir::Cache=$apt/cache" -o "Dir::Etc::sourcelist=$apt/sources" -o Dir::Etc::sourceparts=/dev/null)
  apt-get "${options[@]}" update -qq
  wanted=$(apt-cache "${options[@]}" madison rust-src | cut -d'|' -f2 | tr -d ' ' | grep -m1 "^$version[+-]") || stop \
    "Debian's $rust_src_suite no longer has rust-src $version. Either 'rustup component add rust-src' where rustup's own
  server can be reached, or compile with a compiler of Debian: in a debootstrap of testing, rustc and rust-src have one
  version (docs/releasing.md, \"When a version is gone\"). Found now: $(apt-cache "${options[@]}" madison rust-src |
      cut -d'|' -f2 | tr -d '\n')"
  (cd "$apt" && apt-get "${options[@]}" download -qq "rust-src=$wanted")
  mkdir -p "$toolchain"
  rm -rf "$apt/unpacked"
  dpkg -x "$apt"/rust-src_*.deb "$apt/unpacked"
  mv "$apt/unpacked/usr/src/rustc-$version" "$toolchain/sources"
  rm -rf "$apt"
}

# A copy of the compiler that standard libraries can be added to. Files are linked, so it costs no room; none is changed.
make_toolchain() {
  fetch_sources
  [ -x "$toolchain/sysroot/bin/rustc" ] && return
  say "a copy of the compiler"
  rm -rf "$toolchain/sysroot"
  cp -al "$host_sysroot" "$toolchain/sysroot" 2>/dev/null || {
    rm -rf "$toolchain/sysroot"
    cp -a "$host_sysroot" "$toolchain/sysroot"
  }
  rm -rf "$toolchain/sysroot/lib/rustlib/src/rust"
  mkdir -p "$toolchain/sysroot/lib/rustlib/src"
  ln -s "$toolchain/sources" "$toolchain/sysroot/lib/rustlib/src/rust"
}

# use_toolchain TARGET: puts that compiler first, with the standard library of the target in it.
use_toolchain() {
  make_toolchain
  export PATH="$toolchain/sysroot/bin:$PATH"
  unset RUSTC_WORKSPACE_WRAPPER CLIPPY_ARGS RUSTUP_TOOLCHAIN
  add_standard_library "$1"
}

add_standard_library() {
  local target=$1 own=$toolchain/sysroot/lib/rustlib/$1 build=$toolchain/build-$1
  [ -e "$own/complete" ] || [ -e "$host_sysroot/lib/rustlib/$target/lib" ] && return
  say "the standard library for $target"
  rm -rf "$build" "$own"
  mkdir -p "$build/src" "$own/lib"
  printf '[package]\nname = "empty"\nedition = "2024"\n[workspace]\n' >"$build/Cargo.toml"
  : >"$build/src/lib.rs"
  (cd "$build" && RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$build/target \
    RUSTFLAGS="-Cembed-bitcode=yes --remap-path-prefix=$(realpath "$toolchain/sources")=/rust" \
    nice cargo build --quiet --release --target "$target" -Zbuild-std=std,panic_unwind,panic_abort,test,proc_macro)
  cp "$build/target/$target/release/deps/"*.rlib "$own/lib/"
  rm -f "$own/lib"/libempty-*
  # What mingw's programs begin and end with.
  case $target in *-windows-gnu)
    for object in rsbegin rsend; do
      RUSTC_BOOTSTRAP=1 rustc --edition 2024 --cap-lints allow --target "$target" --emit=obj --crate-type lib \
        -o "$own/lib/$object.o" "$toolchain/sources/library/rtstartup/$object.rs"
    done
    ;;
  esac
  rm -rf "$build"
  touch "$own/complete"
}

# The linker of C programs for any Linux and any age of it.
fetch_zig() {
  packages python3:python3
  if [ ! -x "$means/zig/bin/python-zig" ]; then
    say "zig $zig_version, cargo-zigbuild $cargo_zigbuild_version"
    python3 -m venv "$means/zig"
    "$means/zig/bin/pip" install --quiet "ziglang==$zig_version" "cargo-zigbuild==$cargo_zigbuild_version" || stop \
      "PyPI has no ziglang $zig_version or cargo-zigbuild $cargo_zigbuild_version any more: see what there is by
  'pip index versions ziglang', name it in packaging/means.sh, and run packaging/check"
    printf '#!/bin/sh\nexec "%s/zig/bin/python" -m ziglang "$@"\n' "$means" >"$means/zig/bin/python-zig"
    chmod +x "$means/zig/bin/python-zig"
  fi
  export PATH="$means/zig/bin:$PATH" CARGO_ZIGBUILD_ZIG_PATH=$means/zig/bin/python-zig
}

# The font that lies beside the program, in $means/fonts.
fetch_font() {
  [ -e "$means/fonts/LICENSE.txt" ] && return
  local package=$means/font-package
  say "a font that may be published: fonts-noto-cjk"
  packages python3:python3
  rm -rf "$package"
  mkdir -p "$package"
  (cd "$package" && apt-get download -qq fonts-noto-cjk) 2>/dev/null || stop \
    "fonts-noto-cjk can't be downloaded: run apt-get update, or put NotoSansSC-Bold.otf and its LICENSE.txt into $means/fonts"
  dpkg -x "$package"/fonts-noto-cjk_*.deb "$package/unpacked"
  python3 -m venv "$package/python"
  "$package/python/bin/pip" install --quiet "fonttools==$fonttools_version" || stop \
    "PyPI has no fonttools $fonttools_version any more: name a version that it has in packaging/means.sh"
  "$package/python/bin/python" "$repository/packaging/font.py" "$package/unpacked" "$means/fonts"
  rm -rf "$package"
}

# What names this machine, in what is compiled: the same sources give the same bytes wherever they lie.
remapped() {
  printf '%s' "--remap-path-prefix=$repository=/kepu --remap-path-prefix=$cargo_home/registry/src=/crates"
  printf ' %s' "--remap-path-prefix=$(realpath "$toolchain/sources")=/rust"
}
cargo_home=${CARGO_HOME:-$HOME/.cargo}

# for_target TARGET: everything that cargo has to be told to compile for it.
for_target() {
  local target=$1
  use_toolchain "$target"
  export CFLAGS="-ffile-prefix-map=$cargo_home/registry/src=/crates -ffile-prefix-map=$repository=/kepu"
  export CXXFLAGS=$CFLAGS
  export CARGO_TARGET_DIR=$means/build CARGO_INCREMENTAL=0
  RUSTFLAGS=$(remapped)
  case $target in
    *-windows-gnu)
      packages x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64 x86_64-w64-mingw32-g++:g++-mingw-w64-x86-64
      export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
      export CC_x86_64_pc_windows_gnu=x86_64-w64-mingw32-gcc CXX_x86_64_pc_windows_gnu=x86_64-w64-mingw32-g++
      export AR_x86_64_pc_windows_gnu=x86_64-w64-mingw32-ar
      RUSTFLAGS+=" -Clink-arg=-Wl,--no-insert-timestamp"
      ;;
    *) fetch_zig ;;
  esac
  export RUSTFLAGS
}

# compile TARGET ARGUMENTS…: the program for a target. What stands after `--` goes to the compiler, for kepu alone.
compile() {
  local target=$1
  (
    for_target "$target"
    cd "$repository"
    case $target in
      *-linux-gnu) nice -n 15 cargo zigbuild --locked --bin kepu --target "$target.$glibc" "${@:2}" ;;
      *) nice -n 15 cargo rustc --locked --bin kepu --target "$target" "${@:2}" ;;
    esac
  )
}
