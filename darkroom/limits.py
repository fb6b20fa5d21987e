"""What a sent picture may be, and what the hands that open it may use."""

MIB = 1024 * 1024

#: The file itself: a telephone's best is about ten.
MOST_BYTES = 15 * MIB
#: Read from its head, before any pixel is unpacked.
LONGEST_SIDE = 20_000
#: The last three unpack in one piece, with copies beside it; more would not fit.
MOST_PIXELS = {
    "JPEG": 50_000_000,
    "PNG": 50_000_000,
    "HEIF": 50_000_000,
    "AVIF": 30_000_000,
    "WEBP": 20_000_000,
}

#: What a pair of hands may use in all; measured, docs/photos.md.
MEMORY = 480 * MIB
#: Of the processor, and by the clock on the wall.
CPU_SECONDS = 10
SECONDS = 20
#: Then fresh ones take over, so that nothing piles up.
PICTURES_EACH = 50
#: How many pairs of hands one process of ours employs at the same time.
PAIRS = 2

#: How wide the rungs of a ladder are; never wider than what was sent.
LADDER = (320, 640, 960, 1600)
SMALL, LARGE = 640, 1600
#: Something very tall is narrowed until it is this high.
HIGHEST = 2400
#: A face's shorter side, and the width of a picture from the workbench.
FACE, WORKBENCH = 384, 960
