"""An address as a picture that a telephone's camera reads, for what is on paper."""

import segno


def picture(address: str) -> str:
    """A QR code as an image that stands in the page itself: black on white, with the
    quiet edge that cameras want, readable with an eighth of it gone."""
    code = segno.make_qr(address, error="m")
    return code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
