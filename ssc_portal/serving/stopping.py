"""What happens when somebody asks `manage.py serve` to stop."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType


class StopSignals:
    """SIGINT, SIGTERM and SIGHUP: at first they interrupt the work in hand; later they stop the web server.

    There may be several at once (a terminal signals its whole process group, and make passes on what it gets), so only
    the first one counts.
    """

    def __init__(self) -> None:
        self.received = False
        self._interrupting = True
        self._server: subprocess.Popen[bytes] | None = None

    def install(self) -> None:
        """Handle the signals from now on, to the end of this process."""
        signal.signal(signal.SIGINT, self._handle)
        signal.signal(signal.SIGTERM, self._handle)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
            signal.signal(signal.SIGHUP, self._handle)

    def check(self) -> None:
        """Raise KeyboardInterrupt if a signal came but its interruption got lost, as in a callback of C code."""
        if self.received:
            raise KeyboardInterrupt

    def only_note(self) -> None:
        """Note signals from now on, without interrupting anything: what follows has to be done to its end."""
        self._interrupting = False

    def run_server(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
        """Run the web server until it ends, by itself or because of a signal; its exit status.

        Raises KeyboardInterrupt when a signal came before it was started.
        """
        self.only_note()
        self.check()
        with subprocess.Popen(command, cwd=folder, env=environment) as server:  # noqa: S603 - a command of our own
            self._server = server
            if self.received:
                server.terminate()
            return server.wait()

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        first, self.received = not self.received, True
        if self._server:
            self._server.terminate()
        elif first and self._interrupting:
            raise KeyboardInterrupt
