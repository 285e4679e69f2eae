#!/usr/bin/env python
"""Entry point for Django's commands; people use `./portal manage` instead."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goslar_portal.settings")
    execute_from_command_line(sys.argv)
