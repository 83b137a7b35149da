"""Small files that tests of attachments send."""

import io

from PIL import Image


def image(format="PNG", taille=(8, 6), mode="RGB", **options) -> bytes:
    tampon = io.BytesIO()
    Image.new(mode, taille, "red").save(tampon, format, **options)
    return tampon.getvalue()
