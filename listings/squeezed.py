"""A gzip file put together from parts that were compressed beforehand, so that a page
of which only one word changes need not be compressed anew (RFC 1951 and 1952)."""

import struct
import zlib
from collections.abc import Sequence

HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def squeezed(parts: Sequence[bytes]) -> tuple[bytes, ...]:
    """Each part by itself, ready to be put together."""
    return tuple(
        _squeezed(part, is_last=number == len(parts))
        for number, part in enumerate(parts, start=1)
    )


def together(small: Sequence[bytes], parts: Sequence[bytes], word: bytes) -> bytes:
    """One file of all parts, with this word between any two of them."""
    # A word as it is: a block of its own, its length said twice.
    between = struct.pack("<BHH", 0, len(word), len(word) ^ 0xFFFF) + word
    check = zlib.crc32(word.join(parts))
    size = sum(map(len, parts)) + len(word) * (len(parts) - 1)
    return HEAD + between.join(small) + struct.pack("<LL", check, size)


def _squeezed(part: bytes, *, is_last: bool) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    end = zlib.Z_FINISH if is_last else zlib.Z_FULL_FLUSH
    return squeeze.compress(part) + squeeze.flush(end)
