"""The values all stages share: there by name, whichever file has them, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from roundup import model


@pytest.mark.parametrize("name", model.__all__)
def test_every_value_is_there_by_its_name(name: str) -> None:
    """Whoever asks the package need not know the file."""
    assert getattr(model, name) is not None


def test_there_is_nothing_else() -> None:
    """A slip is an error, as with any module."""
    with pytest.raises(AttributeError, match="no attribute 'Editon'"):
        _ = model.Editon  # type: ignore[attr-defined]


def test_a_file_is_read_when_it_is_needed() -> None:
    """To close an edition nobody needs to know how feeds are fetched."""
    told = "import sys; from roundup.model import Edition; print('roundup.model.gather' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
