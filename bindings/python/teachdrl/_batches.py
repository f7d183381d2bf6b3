"""Long work of the library's in short calls: Python hears Ctrl-C between them, and not within one."""

from __future__ import annotations

import time
from collections.abc import Iterator

FIRST_BATCH = 16
"""How many rows the first batch has; no more are one call."""

_SECONDS = 0.1
"""About how long a call should take."""


def batches(count: int) -> Iterator[slice]:
    """Cuts `count` rows into batches, each to be worked on before the next is asked for.

    A batch has as many rows as the last one did in a tenth of a second, and at most twice as many as that had.
    """
    start, size = 0, FIRST_BATCH
    while start < count:
        stop, began = min(start + size, count), time.perf_counter()
        yield slice(start, stop)
        rows_in_time = _SECONDS * size / max(time.perf_counter() - began, 1e-9)
        start, size = stop, max(1, min(2 * size, int(rows_in_time)))
