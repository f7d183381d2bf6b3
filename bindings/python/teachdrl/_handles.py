"""Objects of the library, each owned by one Python object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from .errors import InvalidStateError


class NotCopyable:
    """The base of classes whose objects cannot be copied or pickled, because something in them exists only once.

    `copy.copy`, `copy.deepcopy` and `pickle` raise a TypeError before anything of a copy is made.
    """

    __slots__ = ()

    _instead: ClassVar[str]
    """What to do instead of a copy, for the message."""

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"{type(self).__name__} objects cannot be copied or pickled: {self._instead}")


class Handle(NotCopyable):
    """Owns an object of the library, and destroys it when nobody uses the handle any more.

    Other objects have the handle as an attribute, and need no `__del__` of their own: a half-made object has no handle,
    and so destroys nothing.

    Args:
        value: The object's address; None for none.
        destroy: The library's function that destroys it.
    """

    __slots__ = ("__weakref__", "_destroy", "value")

    _instead = "copy what it belongs to"

    def __init__(self, value: int | None, destroy: Callable[[int], None]) -> None:
        self._destroy, self.value = destroy, value

    def require_open(self, what: str) -> int:
        """The object's address.

        Raises:
            InvalidStateError: It has been closed.
        """
        if self.value is None:
            raise InvalidStateError(f"the {what} is closed: make another")
        return self.value

    def close(self) -> None:
        """Destroys the object now, whoever has the handle."""
        # Without __init__ there is no attribute.
        value = getattr(self, "value", None)
        if value is not None:
            self.value = None
            self._destroy(value)

    __del__ = close
