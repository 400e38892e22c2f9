"""`python -m roundup`: the same as the command `roundup`."""

from __future__ import annotations

from roundup.cli import program

if __name__ == "__main__":
    program()
