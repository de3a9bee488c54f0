"""A picture that is looked at with keys and the mouse: closer, at another place, stretched otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from indipyterm.tui.images.view import PictureView
from indipyterm.tui.rows.styled import Styled, StyledLine

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.view import View

_STEP = 0.25
"""The share of what is seen by which an arrow moves."""

_CROSS_STEP = 0.0625
"""The same where all is seen, and the cross moves."""


class ImageViewer(PictureView, can_focus=True):
    """A picture with keys; nothing happens while there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Zoom", key_display="+ - 0", id="image.closer"),
        Binding("minus", "zoom(-1)", "From farther away", key_display="-", show=False, id="image.farther"),
        Binding("0", "fit", "All of it", show=False, id="image.fit"),
        Binding("1", "one_to_one", "1:1", id="image.one_to_one"),
        Binding("left", "pan(-1,0)", "Move over it", key_display="←↑↓→", show=False, id="image.left"),
        Binding("right", "pan(1,0)", "Pan right", show=False, id="image.right"),
        Binding("up", "pan(0,-1)", "Pan up", show=False, id="image.up"),
        Binding("down", "pan(0,1)", "Pan down", show=False, id="image.down"),
        Binding("full_stop", "star", "Star", key_display=".", id="image.star"),
        Binding("s", "stretch", "Stretch", id="image.stretch"),
        Binding("x", "lay('cross')", "Cross", id="image.cross"),
        Binding("m", "lay('marks')", "Marks", id="image.marks"),
        Binding("v", "lay('clipped')", "Clipped", id="image.clipped"),
        Binding("f", "flip", "Flip", id="image.flip"),
        Binding("R", "rotate", "Rotate", id="image.rotate"),
        Binding("d", "debayer", "Debayer", id="image.debayer"),
    ]

    def __init__(self, raster: str = "quadrants") -> None:
        super().__init__(raster)
        self._star = -1
        self._scale_before = 0.0  # that before 1:1

    def how(self) -> StyledLine:
        """How large it is shown, how turned and how stretched."""
        if self.window is None:
            return []
        from indipyterm.presentation.imaging.captions import scale_text  # noqa: PLC0415 - most runs show no image

        window, view = self.window, self.view
        words = [] if self.colouring == "luminance" else [self.colouring]
        words.append(self.stretch)
        turned = ("f" if window.flipped else "") + (f"R{90 * window.turns}" if window.turns else "")
        words += [turned] if turned else []
        size = f"{'fit ' if not view or not view.scale else ''}{scale_text(window.scale)}"
        return [Styled(f"{' '.join(words)} ", "dim"), Styled(size)]

    def action_zoom(self, sign: int) -> None:
        """Look closer, or from farther away; no farther than all of it."""
        from indipyterm.presentation.imaging.view import ZOOM, View  # noqa: PLC0415 - most runs show no image

        window = self.window
        if window is None:
            return
        if sign < 0 and window.fits:
            self.action_fit()
            return
        view = self.view or View()
        self._look(view._replace(scale=window.scale * ZOOM**-sign))

    def action_fit(self) -> None:
        """Show all of it."""
        if self.view:
            self._look(self.view._replace(scale=0.0))

    def action_one_to_one(self) -> None:
        """A pixel in a dot, at the cross; pressed again: as it was before."""
        from indipyterm.presentation.imaging.view import View  # noqa: PLC0415 - most runs show no image

        view = self.view or View()
        if view.scale == 1.0:
            self._look(view._replace(scale=self._scale_before))
        else:
            self._scale_before = view.scale
            self._look(view._replace(scale=1.0))

    def action_pan(self, right: int, down: int) -> None:
        """Move over the picture; where all of it is seen, the cross moves."""
        from indipyterm.presentation.imaging.view import View  # noqa: PLC0415 - most runs show no image

        window = self.window
        if window is None:
            return
        if window.fits:
            self.cross = True
        step = _CROSS_STEP if window.fits else _STEP
        self._look((self.view or View()).moved(right * step, down * step, window))

    def action_star(self) -> None:
        """Go to the next bright star, pixel by pixel."""
        from indipyterm.presentation.imaging.view import View, star_places  # noqa: PLC0415 - most runs show no image

        picture = self.picture
        if picture is None:
            return
        places = star_places(picture)
        if not places:
            self.app.notify("No star stands out in this image")
            return
        self._star = (self._star + 1) % len(places)
        view = self.view or View()
        scale = view.scale if 0 < view.scale <= 1 else 1.0
        self._look(view._replace(scale=scale).centred(picture, *places[self._star]))
        kind = "Star" if picture.figures.focus and picture.figures.focus.brightest else "Bright spot"
        self.app.notify(f"{kind} {self._star + 1} of {len(places)}")

    def action_stretch(self) -> None:
        """Stretch it in another way."""
        from indipyterm.presentation.imaging.stretch import Stretch  # noqa: PLC0415 - most runs show no image

        if self.picture is None:
            return
        self.stretch = Stretch(self.stretch).next.value
        self.draw()

    def action_lay(self, name: str) -> None:
        """Lay something over the picture, or take it away."""
        setattr(self, name, not getattr(self, name))
        self.draw()

    def action_flip(self) -> None:
        """Exchange left and right."""
        from indipyterm.presentation.imaging.view import View  # noqa: PLC0415 - most runs show no image

        self._look((self.view or View()).mirrored())

    def action_rotate(self) -> None:
        """Turn it a quarter clockwise."""
        from indipyterm.presentation.imaging.view import View  # noqa: PLC0415 - most runs show no image

        self._look((self.view or View()).turned())

    def action_debayer(self) -> None:
        """Show pixels that have colours as brightness, in colours, or each as it is."""
        from indipyterm.presentation.imaging.colours import has_colours  # noqa: PLC0415 - most runs show no image

        picture = self.picture
        if picture is None or not has_colours(picture):
            self.app.notify("This image has no colours: neither a Bayer matrix nor three planes")
            return
        order = ("luminance", "colour", "raw") if picture.bayer else ("luminance", "colour")
        place = order.index(self.colouring) if self.colouring in order else 0
        self.colouring = order[(place + 1) % len(order)]
        self.draw()

    def _look(self, view: View) -> None:
        if self.picture is not None:
            self.view = view
            self.draw()

    @on(PictureView.Clicked)
    def _clicked(self, event: PictureView.Clicked) -> None:
        """What was clicked comes into the middle, under the cross."""
        from indipyterm.presentation.imaging.view import View  # noqa: PLC0415 - most runs show no image

        if (picture := self.picture) and self.window:
            self.cross = True
            self._look((self.view or View()).centred(picture, *event.place))

    @on(PictureView.Scrolled)
    def _scrolled(self, event: PictureView.Scrolled) -> None:
        self.action_zoom(event.sign)
