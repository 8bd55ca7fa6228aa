#!/usr/bin/env python
"""Django's command line. Puts the project root, not `cms/`, first on the path: apps are `cms.<app>`."""

import os
import sys
from pathlib import Path


def main() -> None:
    here = Path(__file__).resolve().parent
    sys.path[:] = [
        str(here.parent),
        *(entry for entry in sys.path if Path(entry).resolve() != here),
    ]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
