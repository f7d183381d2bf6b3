"""Ctrl-C during a training, kept until the model can be saved."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any


class Interruption:
    """The first Ctrl-C while a model learns. It is noted instead of raised, so that the training can end in order."""

    def __init__(self) -> None:
        self.came = False
        """Whether Ctrl-C was pressed."""
        self._model: Any = None
        self._save_at_once: Callable[[], None] | None = None

    def expect(self, model: Any, save_at_once: Callable[[], None] | None = None) -> None:
        """Takes Ctrl-C over while the model learns, if Python's own handler has it and this is the main thread.

        Args:
            model: The model.
            save_at_once: Called, and KeyboardInterrupt raised, where another step cannot be played: environments in
                other processes hear Ctrl-C too, and end. None waits for the next step.
        """
        self.came, self._model, self._save_at_once = False, model, save_at_once
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            # Other threads than the main one cannot, and get no KeyboardInterrupt either.
            with contextlib.suppress(ValueError):
                signal.signal(signal.SIGINT, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        # The next one is Python's again: who presses twice does not want to wait.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        methods = [code for owner, code in _callers(frame) if owner is self._model]
        if not methods:
            # The training has ended by an exception, of which callbacks hear nothing.
            signal.default_int_handler(number, frame)
        print("The training stops and saves. Ctrl-C once more stops it without saving.", file=sys.stderr, flush=True)
        # Within an update the networks are half changed; after it, the next rollout's start asks.
        if self._save_at_once is not None and "train" not in methods:
            self._save_at_once()
            raise KeyboardInterrupt
        self.came = True

    def finish(self) -> None:
        """Gives Ctrl-C back.

        Raises:
            KeyboardInterrupt: It was pressed.
        """
        if signal.getsignal(signal.SIGINT) == self._note:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        came, self.came = self.came, False
        if came:
            raise KeyboardInterrupt


def _callers(frame: FrameType | None) -> Iterator[tuple[Any, str]]:
    """The objects whose methods are being executed, with the methods' names."""
    while frame is not None:
        if "self" in frame.f_locals:
            yield frame.f_locals["self"], frame.f_code.co_name
        frame = frame.f_back
