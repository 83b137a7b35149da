"""The one way a form is handled, under its former name."""

from ecosysteme.views.edition import traiter

__all__ = ["traiter"]
