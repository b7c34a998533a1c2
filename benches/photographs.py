#!/usr/bin/env python3
"""photographs.py DIR COUNT [WIDTH HEIGHT]: photographs as a telephone takes them, with its position in them.

Each is another one: hills of soft colour under grain, which costs a decoder and an encoder as much as a
landscape does. Needs Pillow, NumPy and piexif.
"""
import sys
from pathlib import Path

import numpy
import piexif
from PIL import Image


def photograph(seed: int, width: int, height: int) -> Image.Image:
    random = numpy.random.default_rng(seed)
    down, across = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    layers = []
    for _ in range(3):
        waves = sum(
            numpy.sin(across / width * random.uniform(2, 40) + down / height * random.uniform(2, 40) + random.uniform(0, 6))
            / (octave + 1)
            for octave in range(4)
        )
        layers.append(waves)
    pixels = numpy.stack(layers, axis=-1)
    pixels = 128 + 60 * pixels / numpy.abs(pixels).max() + random.normal(0, 6, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))


def exif(orientation: int) -> bytes:
    degrees = ((28, 1), (53, 1), (12, 1))
    return piexif.dump({
        "0th": {piexif.ImageIFD.Make: b"Telephone", piexif.ImageIFD.Orientation: orientation},
        "GPS": {
            piexif.GPSIFD.GPSLatitudeRef: b"N", piexif.GPSIFD.GPSLatitude: degrees,
            piexif.GPSIFD.GPSLongitudeRef: b"E", piexif.GPSIFD.GPSLongitude: degrees,
        },
    })


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    width, height = (int(side) for side in sys.argv[3:5]) if len(sys.argv) > 4 else (4032, 3024)
    folder.mkdir(parents=True, exist_ok=True)
    # Eight different ones, each time with another row of pixels, so that no two files are the same.
    kinds = [numpy.asarray(photograph(seed, width, height)) for seed in range(min(count, 8))]
    for number in range(count):
        pixels = numpy.roll(kinds[number % len(kinds)], number * 7, axis=1)
        name = folder / f"photo-{number:04}.jpg"
        Image.fromarray(pixels).save(name, quality=88, exif=exif(6 if number % 4 == 3 else 1))


main()
