"""Scratch environments for what is compared with: made when asked for, from the package index."""

from __future__ import annotations

from pathlib import Path

from tests.environments import environment


class Peers:
    """One environment for each requirement, in a folder. `given`, if there is one, is the Python that has them all."""

    def __init__(self, folder: Path, given: str | None = None) -> None:
        self._folder, self._given = folder, given
        self._made: dict[Path, str] = {}

    def python(self, requirement: str) -> str:
        """The Python that has `requirement` ("indipyclient==0.9.4"), installed now unless it was before."""
        if self._given:
            return self._given
        folder = self._folder / requirement.replace("==", "-")
        if folder not in self._made:
            self._made[folder] = str(environment(folder, requirement))
        return self._made[folder]
