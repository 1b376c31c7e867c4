"""A small photo, made on the spot."""

import random
import struct
import zlib


def photo(width=64, height=48, seed=None):
    """A PNG of random colour, so that no two are the same file."""
    colour = bytes(random.Random(seed).randrange(256) for _ in range(3))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + colour * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
