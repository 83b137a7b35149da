"""What the forum offers to the pages that gather the pillars: each part in its own `hooks_<part>.py`."""

from . import (
    hooks_discussion,  # noqa: F401
    hooks_instances,  # noqa: F401
    hooks_moderation,  # noqa: F401
    hooks_opinion,  # noqa: F401
    hooks_propositions,  # noqa: F401
    hooks_scrutins,  # noqa: F401
)
