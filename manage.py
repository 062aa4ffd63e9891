#!/usr/bin/env python
"""Runs the portal's commands: `python manage.py help` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssc_portal.settings.dev")
    os.environ.setdefault("PGAPPNAME", " ".join(["manage.py", *sys.argv[1:2]]))  # for the audit trail: which command it was
    execute_from_command_line(sys.argv)
