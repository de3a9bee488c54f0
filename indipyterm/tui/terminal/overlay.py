"""Screens that lie over another one, which goes on changing: only what is seen of that is painted.

Textual paints both screens whole at each change of the one below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.containers import Vertical
from textual.geometry import Region
from textual.screen import ModalScreen, Screen, ScreenResultType


class Underlay(Screen[ScreenResultType]):
    """A screen that an `Overlay` may lie over."""

    def _compositor_refresh(self) -> None:
        top, changed = self.app.screen, self._compositor._dirty_regions
        if self is top or not isinstance(top, Overlay) or not top.is_laid_out:
            super()._compositor_refresh()
        elif changed:
            top.repaint_beside(changed)
            changed.clear()
            self._dirty_widgets.clear()


class Overlay(ModalScreen[ScreenResultType], Underlay[ScreenResultType]):
    """A modal screen with one box, through which nothing shows; around it the screen below is seen."""

    @property
    def is_laid_out(self) -> bool:
        """Whether it is known where the box is."""
        return bool(self._box.area)

    @property
    def _box(self) -> Region:
        return next((child.region for child in self.children if isinstance(child, Vertical)), Region())

    def repaint_beside(self, regions: Iterable[Region]) -> None:
        """Paint these parts of the screen below, as far as the box leaves them."""
        window = self._compositor.size.region  # in which the screen below may not fit yet, or any more
        inside = [region.intersection(window) for region in regions]
        if seen := [part for region in inside if region.area for part in beside(region, self._box)]:
            self._dirty_regions.update(seen)  # Textual keeps what it rendered of the screens below, until told so
            self._styles_cache.set_dirty(*seen)
            self._compositor._dirty_regions.update(seen)
            self._compositor.update_widgets(self._dirty_widgets)  # of its own, which count as painted after it
            self._compositor_refresh()


def beside(region: Region, box: Region) -> Iterator[Region]:
    """The parts of a region that a box does not cover."""
    covered = region.intersection(box)
    if not covered.area:
        yield region
        return
    above, below = covered.y - region.y, region.bottom - covered.bottom
    left, right = covered.x - region.x, region.right - covered.right
    parts = (
        Region(region.x, region.y, region.width, above),
        Region(region.x, covered.bottom, region.width, below),
        Region(region.x, covered.y, left, covered.height),
        Region(covered.right, covered.y, right, covered.height),
    )
    yield from (part for part in parts if part.area)
