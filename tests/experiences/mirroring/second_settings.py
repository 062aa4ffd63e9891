"""Settings of the second portal of the tests: the same server, another database."""

import os

from ssc_portal.settings.test import *  # noqa: F403
from ssc_portal.settings.test import DATABASES

DATABASES = {"default": DATABASES["default"] | {"NAME": os.environ["SECOND_DATABASE"]}}
