"""Gymnasium's infos of many environments: an array for each key, with a mask "_key" of who has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ._proposals import Proposal


def info_of(infos: dict[str, Any], index: int) -> dict[str, Any]:
    """The info of one environment."""
    own: dict[str, Any] = {}
    for name, values in infos.items():
        if name.startswith("_") or not _has(infos.get(f"_{name}"), index):
            continue
        if isinstance(values, dict):
            own[name] = info_of(values, index)
        elif isinstance(values, (np.ndarray, list, tuple)) and len(values) > index:
            own[name] = values[index]
    return own


def _has(mask: Any, index: int) -> bool:
    return mask is None or bool(mask[index])


def with_proposals(infos: dict[str, Any], proposals: Sequence[Proposal]) -> None:
    """Adds what is played in each environment: its task and, where there are levels, these."""
    everyone = np.ones(len(proposals), dtype=np.bool_)
    infos["task"], infos["_task"] = np.array([each.task for each in proposals]), everyone
    with_levels(
        infos,
        np.array([each.level or 0 for each in proposals], dtype=np.uint64),
        np.array([each.level is not None for each in proposals]),
        np.array([each.is_for_learning for each in proposals]),
        everyone,
    )


def with_levels(infos: dict[str, Any], levels: Any, have_level: Any, are_for_learning: Any, among: Any) -> None:
    """Adds levels, and which episodes are for learning, if some environment has such a thing to say."""
    if not (have_level.any() or not are_for_learning.all()):
        return
    infos["level"], infos["_level"] = np.where(have_level, levels, 0).astype(np.uint64), have_level
    infos["is_for_learning"], infos["_is_for_learning"] = are_for_learning, among.copy()
