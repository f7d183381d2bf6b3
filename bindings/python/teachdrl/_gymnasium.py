"""Imported before Gymnasium, says in one sentence if it is missing or too old."""

from __future__ import annotations

import re

OLDEST = (1, 1)

try:
    import gymnasium
except ImportError as failure:
    raise ImportError(
        "teachdrl's environments need Gymnasium, which is not installed: pip install 'gymnasium>=1.1'"
    ) from failure

if tuple(int(part) for part in re.findall(r"\d+", gymnasium.__version__)[:2]) < OLDEST:
    raise ImportError(
        "teachdrl's environments need Gymnasium 1.1 or later, but "
        f"{gymnasium.__version__} is installed: pip install 'gymnasium>=1.1'"
    )
