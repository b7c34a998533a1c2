#!/bin/bash
# Makes the maths fonts of the theme `spring`: what formulas need of STIX Two Math, with its table of measures. Needs npm,
# and Python with fonttools and brotli.
#
#   bash packaging/maths_font.sh
set -euo pipefail
target=$(cd "$(dirname "$0")/../themes/spring/assets/fonts" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @fontsource/stix-two-math@5.3.0 > /dev/null
tar xzf ./*.tgz
python3 -m venv tools
tools/bin/pip --quiet install fonttools==4.68.0 brotli
# What most formulas are made of. A page with one loads this much.
letters=U+0020-007E,U+00A0,U+00B0-00B3,U+00B5,U+00B7,U+00D7,U+00F7,U+0302,U+0303,U+0305,U+0307,U+0308,U+20D7,U+0332
greek=U+0393,U+0394,U+0398,U+039B,U+03A0,U+03A3,U+03A6,U+03A8,U+03A9,U+03BC,U+03C0
marks=U+2013,U+2026,U+2032,U+2033,U+2061-2064
arrows=U+2190-2193,U+21CC,U+21D2,U+21D4
operators=U+2200,U+2202,U+2203,U+2207,U+2208,U+220F,U+2211-2213,U+2215,U+2217,U+2218,U+221A,U+221D,U+221E,U+2220,U+2223,U+2225-222E,U+2234,U+2235,U+223C,U+2248,U+2260,U+2261,U+2264,U+2265,U+226A,U+226B,U+2282,U+2286,U+22A5,U+22C5,U+22EF
brackets=U+2308-230B,U+23DE,U+23DF,U+27E8,U+27E9
italic=U+1D434-1D467,U+210E,U+210F,U+1D6FC-1D71B
# Whatever else there may be, which a browser loads where it is used: `unicode-range` in base.css is this list.
more=U+00AC,U+00B9,U+030A,U+0391,U+0392,U+0395-0397,U+0399,U+039A,U+039C-039F,U+03A1,U+03A4,U+03A5,U+03A7,U+03D1,U+03D5,U+03D6,U+03F1,U+03F5
more=$more,U+2010-2012,U+2014-2016,U+2018-201D,U+2020-2022,U+2034,U+2035,U+20AC,U+2102,U+210B,U+2110-2113,U+2115,U+2118,U+211A-211D,U+2124,U+212B,U+2130-2133
more=$more,U+2194-2199,U+21A6,U+21BC,U+21C0,U+21D0,U+21D1,U+21D3,U+21D5,U+27F5-27FA,U+2201,U+2204-2206,U+2209-220E,U+2210,U+2219,U+221B,U+221C,U+222F,U+2243,U+2245,U+2250,U+2262,U+2263
more=$more,U+2283-2285,U+2287,U+2295-2297,U+2299,U+22EE,U+22F0,U+22F1,U+2A7D,U+2A7E,U+1D400-1D433,U+1D49C-1D4B5,U+1D538-1D550,U+1D6A4-1D6DA,U+1D6E2-1D6FB
subset() { # FILE CHARACTERS
  tools/bin/pyftsubset package/files/stix-two-math-latin-400-normal.woff2 --unicodes="$2" --layout-features=ssty,dtls,flac \
    --no-hinting --desubroutinize --flavor=woff2 --output-file="$target/$1.woff2"
}
subset maths "$letters,$greek,$marks,$arrows,$operators,$brackets,$italic"
subset maths-more "$more"
cp package/LICENSE "$target/maths-OFL.txt"
