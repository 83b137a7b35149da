"""What the community of practice keeps."""

from .pratique import Adoption, Pratique

__all__ = ["Adoption", "Pratique"]
