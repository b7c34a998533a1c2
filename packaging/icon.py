"""The program's icon, from its few shapes: packaging/kepu.svg and packaging/windows/kepu.ico. Run after changing a number."""

import math
import struct
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
# A planet with a ring and a moon on a rounded square; lengths of a square of 64.
GROUND, CORNER = (0x1F, 0x6F, 0x5C), 14
WHITE, MOON_COLOUR = (0xFF, 0xFF, 0xFF), (0xFF, 0xC8, 0x4A)
PLANET, RADIUS = (32, 33), 12
RING, TILT, STROKE = (24, 9), -22, 3.6
MOON, MOON_RADIUS = (50, 15), 4.5
SIZES = (16, 24, 32, 48, 64, 256)
SAMPLES = 4


def svg():
    colour = "#{:02x}{:02x}{:02x}".format
    (x, y), (rx, ry), (mx, my) = PLANET, RING, MOON
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="{CORNER}" fill="{colour(*GROUND)}"/>'
        f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{colour(*WHITE)}"/>'
        f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" transform="rotate({TILT} {x} {y})" fill="none" '
        f'stroke="{colour(*MOON_COLOUR)}" stroke-width="{STROKE}"/>'
        f'<circle cx="{mx}" cy="{my}" r="{MOON_RADIUS}" fill="{colour(*WHITE)}"/></svg>\n'
    )


def colour_at(x, y):
    dx, dy = max(CORNER - x, x - 64 + CORNER, 0), max(CORNER - y, y - 64 + CORNER, 0)
    if math.hypot(dx, dy) > CORNER:
        return None
    if math.hypot(x - MOON[0], y - MOON[1]) <= MOON_RADIUS:
        return WHITE
    turn = math.radians(-TILT)
    px, py = x - PLANET[0], y - PLANET[1]
    u, v = px * math.cos(turn) - py * math.sin(turn), px * math.sin(turn) + py * math.cos(turn)
    value = (u / RING[0]) ** 2 + (v / RING[1]) ** 2
    slope = 2 * math.hypot(u / RING[0] ** 2, v / RING[1] ** 2)
    if slope and abs(value - 1) / slope <= STROKE / 2:
        return MOON_COLOUR
    return WHITE if math.hypot(px, py) <= RADIUS else GROUND


def png(size):
    rows = b""
    for row in range(size):
        line = b"\0"
        for column in range(size):
            found = [
                colour_at((column + (i + 0.5) / SAMPLES) * 64 / size, (row + (j + 0.5) / SAMPLES) * 64 / size)
                for i in range(SAMPLES)
                for j in range(SAMPLES)
            ]
            inside = [colour for colour in found if colour]
            mean = [round(sum(part) / len(inside)) for part in zip(*inside)] if inside else [0, 0, 0]
            line += bytes([*mean, round(255 * len(inside) / len(found))])
        rows += line

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def ico():
    pictures = [(size, png(size)) for size in SIZES]
    at = 6 + 16 * len(pictures)
    entries = b""
    for size, data in pictures:
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + b"".join(data for _, data in pictures)


if __name__ == "__main__":
    (HERE / "kepu.svg").write_text(svg(), "utf-8")
    (HERE / "windows" / "kepu.ico").write_bytes(ico())
