"""File locks that the kernel gives back by itself when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """A lock on a file, held by this process and by every child that inherits its descriptor.

    `flock` belongs to the open file description: a forked worker shares it, and it ends when the last copy is closed.
    So `close` gives up this process's part only, and never unlocks what a parent or a child still holds.
    """

    def __init__(self, path: Path) -> None:
        """Open, and where needed make, the lock file. Raises OSError where that is not possible."""
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        """Hold the lock together with others; waits while somebody holds it alone."""
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def take(self) -> None:
        """Hold the lock alone; waits until everybody else has given it up."""
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)

    def try_to_take(self) -> bool:
        """Hold the lock alone if nobody else holds it; says whether that worked, without waiting."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Give up this process's part of the lock."""
        os.close(self.descriptor)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock on this file alone for the length of a `with` block, after waiting for it."""
    lock = FileLock(path)
    try:
        lock.take()
        yield
    finally:
        # For everybody: a process forked by another thread meanwhile must not go on holding it.
        fcntl.flock(lock.descriptor, fcntl.LOCK_UN)
        lock.close()


@contextmanager
def alone_if_free(path: Path) -> Iterator[FileLock | None]:
    """The lock on this file for the length of a `with` block, or None where somebody else holds it."""
    lock = FileLock(path)
    try:
        yield lock if lock.try_to_take() else None
    finally:
        lock.close()
