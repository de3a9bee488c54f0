"""The image screen: the newest image as large as it goes, or one before it, looked at as one likes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from indipyterm.presentation.text import printable
from indipyterm.tui.images.header import FigureLines, ImageHead, Shown, SidePanel
from indipyterm.tui.images.view import PictureView
from indipyterm.tui.images.viewer import ImageViewer
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.workspace import Workspace

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.sampling import Area
    from indipyterm.workspace.images import Part

_BEFORE = 40
"""Images before the one shown whose figures are shown beside it."""


class ImageScreen(Underlay[None]):
    """One image on the whole screen; the newest one, unless it is held or an older one was chosen."""

    NOTHING_COVERS = True
    HORIZONTAL_BREAKPOINTS = [(0, "-tight"), (110, "-wide")]  # noqa: RUF012 - Textual's own declaration
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "hold", "Hold", key_display="Space", id="image.hold"),
        Binding("k", "keywords", "Keys", id="image.keywords"),
        Binding("N", "night", "Night", id="image.night"),
        Binding("less_than_sign", "older", "Older", key_display="<", id="image.older"),
        Binding("greater_than_sign", "newer", "Newer", key_display=">", id="image.newer"),
        Binding("comma", "blink", "Blink", key_display=",", id="image.blink"),
        Binding("y", "copy", "Copy the path", id="image.copy"),
        Binding("escape,p", "app.pop_screen", "Back", key_display="⎋", id="image.back"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.status = StatusLine(workspace.servers)
        self.head = ImageHead()
        self.view = ImageViewer(workspace.config.graphics)
        self.figures, self.side = FigureLines(), SidePanel()
        self._image: LastImage | None = None
        self._before: LastImage | None = None  # the one that was shown before it, to blink with
        self._held = False
        self._newest: Path | None = None  # the one that came last while it was held
        self._missed = 0  # how many did

    def compose(self) -> ComposeResult:
        for size, classes in zip(self.app.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.add_class(max(each for each in classes if each[0] <= size)[1], update=False)  # else styled twice
        yield self.status
        yield self.head
        with Horizontal():
            yield self.view
            yield self.side
        yield self.figures
        yield KeyLine()

    def on_unmount(self) -> None:
        """Images are not read any more for this."""
        self._workspace.images.unwatch(self)

    def on_mount(self) -> None:
        """Show the newest image."""
        self._workspace.images.watch(self)
        self.view.focus()
        self._show(self._workspace.images.last)

    # What is shown

    def update_from(self, change: Change) -> None:
        """Show the newest image."""
        if not change.image:
            return
        newest = self._workspace.images.last
        if self._held and self._image:
            if newest and newest.path not in (self._image.path, self._newest):
                self._missed += 1
            self._newest = newest.path if newest else None
            self._show_head()
        else:
            self._show(newest)

    def _show(self, image: LastImage | None) -> None:
        if image is None:
            return self._show_head()
        if self._image and self._image.path != image.path and self._image.picture:
            self._before = self._image
        known, self._image = self._image, image
        if known and known.picture and image.picture and known.picture.peaks is image.picture.peaks:
            self.view.set_figures(image.picture)
            self._show_figures(image)
            return None

        async def read(area: Area, step: int, colours: bool) -> Part | None:
            return await self._workspace.images.part(image, area, step, colours=colours)

        goes_on = image.is_video and known is not None and known.is_video
        self.view.set_picture(image.picture, image.reason, read, goes_on=goes_on)
        self._show_figures(image)
        return None

    def _show_figures(self, image: LastImage) -> None:
        shown = self._shown(image)
        self.figures.show(shown)
        self.side.show(shown)
        self._show_head()

    def _shown(self, image: LastImage) -> Shown:
        night, servers = self._workspace.night, self._workspace.servers
        images, place = self._workspace.images, night.place(image.path)
        title = servers.device_title(image.camera) if image.camera else ""
        shown = Shown(image.path.name, image.picture, image.reason, title, measures=images.measures, fault=image.fault)
        if place is None:
            return shown
        row = night.rows[place]
        before = tuple(one for one in list(night.rows)[max(0, place - _BEFORE) : place] if one.camera == row.camera)
        title = servers.device_title(row.camera)
        return shown._replace(device=title, row=row, before=before, warning=night.warning(place))

    @on(PictureView.Drawn)
    def _show_head(self) -> None:
        self.head.show(self._shown(self._image) if self._image else None, self._end())

    def _end(self) -> StyledLine:
        """How it is looked at, and whether the newest image is shown."""
        line = self.view.how()
        if not self._held:
            return [*line, Styled(" ▸live", "ok")]
        return [*line, Styled(" held", "busy"), Styled(f" {self._missed} newer" if self._missed else "", "busy")]

    # Which image

    def action_hold(self) -> None:
        """Keep this image although newer ones come, or follow them again."""
        self._held = not self._held
        self._missed = 0
        if self._held:
            self._newest = self._image.path if self._image else None
            self._show_head()
        else:
            self._show(self._workspace.images.last)

    def action_blink(self) -> None:
        """Show the image before, and this one again."""
        if self._before is None:
            self.app.notify("There is no image before this one to blink with")
        else:
            self._held = True
            self._show(self._before)

    async def action_older(self) -> None:
        """Show the image before this one."""
        await self._step(-1)

    async def action_newer(self) -> None:
        """Show the image after this one; after the newest, follow."""
        await self._step(1)

    async def _step(self, sign: int) -> None:
        rows = self._workspace.night.rows
        place = self._workspace.night.place(self._image.path) if self._image else None
        wanted = len(rows) if place is None else place + sign
        if wanted < 0 or not rows:
            self.app.notify("There is no older image of this session")
        elif wanted >= len(rows):
            if self._held:
                self.action_hold()
        else:
            self._held = True
            self._show(await self._workspace.images.open(rows[wanted].path))

    # Other screens

    def action_keywords(self) -> None:
        """Show the header of the file."""
        from indipyterm.tui.images.keywords import KeywordsScreen  # noqa: PLC0415 - when first used

        if self._image and self._image.picture and self._image.picture.cards:
            self.app.push_screen(KeywordsScreen(self._image.path.name, self._image.picture.cards))
        else:
            self.app.notify("This image has no header")

    def action_night(self) -> None:
        """Show the table of the night."""
        from indipyterm.tui.images.night import NightScreen  # noqa: PLC0415 - when first used

        def chosen(image: LastImage | None) -> None:
            if image:
                self._held = True
                self._show(image)

        self.app.push_screen(NightScreen(self._workspace, self._image.path if self._image else None), chosen)

    def action_copy(self) -> None:
        """Copy the path of the image."""
        if self._image:
            self.app.copy_to_clipboard(str(self._image.path))
            self.app.notify(printable(str(self._image.path)), title="Copied", markup=False)
        else:
            self.app.notify("There is no image yet")
