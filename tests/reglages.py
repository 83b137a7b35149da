"""Loaded before Django's settings: the tests have an environment of their own, whoever starts pytest."""

import os
from pathlib import Path

os.environ["ECOSYSTEME_ENV"] = "test"
(Path(__file__).resolve().parent.parent / "var" / "static").mkdir(parents=True, exist_ok=True)
