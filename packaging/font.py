"""The font that pictures are lettered with on machines that have none which may be published: of Noto Sans CJK, bold, the face
for simplified Chinese with the characters of GBK, under the SIL Open Font License.

    font.py PACKAGE FOLDER      the unpacked package fonts-noto-cjk of Debian → the font and its licence

Needs fonttools.
"""

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection

FAMILY = "Noto Sans CJK SC"
# What a title may have beside Han characters: Latin letters with their accents, punctuation, full and half widths.
BESIDE = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x2000, 0x2070), range(0x3000, 0x3040), range(0xFF00, 0xFFF0))


def characters():
    pairs = (bytes([lead, trail]) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    gbk = {ord(text) for text in (pair.decode("gbk", "ignore") for pair in pairs) if len(text) == 1}
    return gbk.union(*BESIDE)


def smaller(collection):
    font = next(font for font in collection.fonts if font["name"].getDebugName(1) == FAMILY)
    # Left as it is in the package: two runs make the same bytes.
    font.recalcTimestamp = False
    options = Options()
    options.layout_features = ["ccmp", "halt", "kern", "liga", "mark", "palt"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting, options.desubroutinize, options.notdef_outline = False, True, True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    return font


def licence(package, font):
    stated = Path(package, "usr/share/doc/fonts-noto-cjk/copyright").read_text("utf-8")
    (text,) = re.findall(r"^License: SIL-1\.1\n((?: .*\n)+)", stated, re.MULTILINE)
    lines = [line[1:].replace(".", "", 1) if line == " ." else line[1:] for line in text.splitlines()]
    changed = f"NotoSansSC-Bold.otf: {FAMILY} Bold with fewer characters, from https://github.com/notofonts/noto-cjk"
    return "\n".join([changed, font["name"].getDebugName(0), "", *lines]) + "\n"


def main(package, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    font = smaller(TTCollection(Path(package, "usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"), lazy=True))
    font.save(folder / "NotoSansSC-Bold.otf")
    (folder / "LICENSE.txt").write_text(licence(package, font), "utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
