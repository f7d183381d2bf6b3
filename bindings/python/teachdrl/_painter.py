"""Frames painted with pygame, as Gymnasium's own walkers are."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakSet

import numpy as np
from gymnasium.error import DependencyNotInstalled
from numpy.typing import NDArray

from ._handles import NotCopyable

if TYPE_CHECKING:
    from ._environment import Scene

SIZE = (600, 400)
_POLYGON, _LINE, _CIRCLE = range(3)


class _Windows:
    """Who shows frames in the window that pygame has."""

    users: ClassVar[WeakSet[Painter]] = WeakSet()
    is_ours: ClassVar[bool] = False


class Painter(NotCopyable):
    """Paints scenes into a picture or, for "human", into a window."""

    _instead = "make another"

    def __init__(self, frames_per_second: int, window: bool) -> None:
        try:
            with warnings.catch_warnings():
                # pygame imports what Setuptools deprecates.
                warnings.simplefilter("ignore")
                import pygame
                from pygame import gfxdraw
        except ImportError as missing:
            raise DependencyNotInstalled("rendering needs pygame: pip install pygame") from missing
        self._pygame, self._gfxdraw = pygame, gfxdraw
        self._frames_per_second = frames_per_second
        self._surface: Any = pygame.Surface(SIZE)
        self._has_window = window
        if window:
            self._clock = pygame.time.Clock()
            self._open()

    def _open(self) -> Any:
        """The display's window, which is made where there is none.

        pygame has one window in a process. Environments that show theirs share it: it stays until the last is closed,
        and is made anew where somebody else has closed it.
        """
        display = self._pygame.display
        if not display.get_init() or display.get_surface() is None:
            display.init()
            display.set_mode(SIZE)
            _Windows.is_ours = True
        _Windows.users.add(self)
        return display.get_surface()

    def paint(self, scene: Scene) -> None:
        """Paints a frame and, where there is a window, shows it for its time."""
        view, shapes = scene.view, scene.shapes
        scale = SIZE[0] / view.width
        points = np.stack(
            [(shapes["x"] - view.left) * scale, SIZE[1] - (shapes["y"] - view.bottom) * scale], axis=-1
        ).round()
        colors = (shapes["color"] * 255).round().astype(int)
        self._surface.fill((255, 255, 255))
        for kind, count, row, width, color in zip(
            shapes["kind"], shapes["point_count"], points, shapes["width"] * scale, colors.tolist()
        ):
            corners = [(int(x), int(y)) for x, y in row[:count]]
            if kind == _POLYGON:
                self._gfxdraw.filled_polygon(self._surface, corners, color)
                self._gfxdraw.aapolygon(self._surface, corners, color)
            elif kind == _LINE:
                self._pygame.draw.lines(self._surface, color, False, corners, max(1, round(float(width))))
            else:
                self._pygame.draw.circle(self._surface, color, corners[0], max(1, round(float(width) / 2)))
        if self._has_window:
            self._open().blit(self._surface, (0, 0))
            self._pygame.event.pump()
            self._clock.tick(self._frames_per_second)
            self._pygame.display.flip()

    def picture(self) -> NDArray[np.uint8]:
        """The frame painted last, rows of red, green and blue."""
        return np.ascontiguousarray(np.transpose(self._pygame.surfarray.array3d(self._surface), (1, 0, 2)))

    def close(self) -> None:
        """Closes the window, unless others show something in it."""
        self._has_window = False
        _Windows.users.discard(self)
        if _Windows.is_ours and not _Windows.users:
            _Windows.is_ours = False
            self._pygame.display.quit()
