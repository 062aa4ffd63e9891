"""The settings of `make run`, with everything that it writes in the folder of the test."""

import os
from pathlib import Path

from ssc_portal.settings.dev import *  # noqa: F403

STATIC_ROOT = Path(os.environ["PORTAL_DATA_DIR"]) / "static"
