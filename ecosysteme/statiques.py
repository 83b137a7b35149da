"""Storage of the static files: hashed names for all; the slow, small compression for production only."""

from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Statiques(CompressedManifestStaticFilesStorage):
    """gzip everywhere (a second), brotli where the image is built once and served long (half a minute)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._adresses: dict[tuple[str | None, bool], str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file, worked out once a process: every page asks for the same few."""
        cle = (name, force)
        if cle not in self._adresses:
            self._adresses[cle] = super().url(name, force)
        return self._adresses[cle]

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(**options, use_brotli=settings.PRODUCTION)
