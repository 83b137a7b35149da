"""Storage of the static files: hashed names for all; the slow, small compression for production only."""

from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statiques(CompressedManifestStaticFilesStorage):
    """gzip everywhere (a second), brotli where the image is built once and served long (half a minute)."""

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(**options, use_brotli=settings.PRODUCTION)
