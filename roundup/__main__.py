"""`python -m roundup`: the same as the command `roundup`."""

from __future__ import annotations

import sys

from roundup.cli import main

if __name__ == "__main__":
    sys.exit(main())
