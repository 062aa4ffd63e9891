"""The worker beside the web server: started with it, started again when it dies, stopped with it."""

import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS_BEFORE_A_NEW_START = 2


class KeptProcess(threading.Thread):
    """Runs a command again and again until it is told to stop. `say` is called with what a person should know."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self._command, self._folder, self._environment = command, folder, environment
        self._say = say
        self._stopping = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Keep it running."""
        while True:
            with self._one_at_a_time:
                if self._stopping.is_set():
                    return
                self._process = subprocess.Popen(self._command, cwd=self._folder, env=self._environment)  # noqa: S603 - our own
            status = self._process.wait()
            # A terminal's Ctrl-C reaches the process first, and then us.
            if self._stopping.wait(SECONDS_BEFORE_A_NEW_START):
                return
            self._say(f"The worker, which does the background jobs, ended with status {status}. It is started again.")

    def stop(self) -> None:
        """Ask the process to end, and wait until it has."""
        with self._one_at_a_time:
            self._stopping.set()
            if self._process:
                self._process.terminate()
        self.join()


@contextmanager
def kept_running(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], say: Callable[[str], None]
) -> Iterator[None]:
    """Keep a command running for the length of a `with` block."""
    process = KeptProcess(command, folder, environment, say)
    process.start()
    try:
        yield
    finally:
        process.stop()
