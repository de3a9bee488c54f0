"""The log: everything heard and sent, filtered, followed, copied, written to a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from indipyterm.client.blobs import save
from indipyterm.files.replacing import write_atomically
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import cut_name, device_names
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, line_width
from indipyterm.tui.screens.choose_option import ChooseOne
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.log_lines import LogFilter
from indipyterm.tui.widgets.log_view import LogView
from indipyterm.tui.widgets.prompt_line import PromptLine
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.journal import LEVELS, Entry
from indipyterm.workspace.small_files import reason_of
from indipyterm.workspace.workspace import Workspace

_NARROW = 60
_ALL = ""  # the option that shows all devices


class LogHead(PaintedLines):
    """What is shown, and whether it is followed; each part can be clicked, and does what its key does."""

    def __init__(self) -> None:
        super().__init__()
        self._row: StyledLine = []

    def set_status(self, device: str, shown: LogFilter, following: bool, counts: tuple[int, int]) -> None:
        """Show a filter, and how many lines of how many pass it."""
        narrow = self.size.width < _NARROW
        space = Styled("  " if narrow else "   ")
        many = f"{counts[0]} of {counts[1]}" if counts[0] != counts[1] else str(counts[0])
        follow = "●" if following else "○"
        end = [Styled(f"{follow}{'' if narrow else ' following' if following else ' stays'}", "ok", "follow"), space]
        end.append(Styled(f"{many} ", "dim"))
        row = [Styled(" " if narrow else " Log  ", "heading"), Styled(f"{device} ▾", "active", "devices"), space]
        row += [Styled(f"{'≥' if narrow else 'level ≥ '}{shown.level} ▾", "active", "level"), space]
        left = self.size.width - line_width(row) - line_width(end) - 2
        text = printable(shown.text) if narrow or not shown.text else f"filter: {printable(shown.text)}"
        text = "/" + cropped(text or "filter", max(1, left - 1))
        row.append(Styled(text, "match" if shown.text else "dim", "filter"))
        self._row = [*row, Styled(" " * max(1, left + 2 - cell_len(text))), *end]
        self.update()

    def row(self, line: int) -> StyledLine:
        return self._row

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        if action := self.target_at(event.x, event.y):
            await self.run_action(f"screen.{action}")


class LogScreen(Underlay[None]):
    """The whole screen for the log; new lines appear by themselves."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "level", "Level", id="log.level"),
        Binding("d", "device", "Device", id="log.device"),
        Binding("D", "devices", "List of devices", show=False, id="log.devices"),
        Binding("slash", "filter", "Filter", key_display="/", id="log.filter"),
        Binding("y", "copy", "Copy", id="log.copy"),
        Binding("w", "write", "Write", id="log.write"),
        Binding("escape", "back", "Back", key_display="⎋", id="log.back"),
        Binding("L", "close", "Close", show=False, id="log.close"),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._journal, self._servers = workspace.journal, workspace.servers
        self._names: dict[DeviceKey, str] = {}
        self.status = StatusLine(workspace.servers)
        self.head = LogHead()
        self.view = LogView(self._journal, self._column_text)
        self.filter = PromptLine("/", "device or text")
        self.file = PromptLine("Write to:", "path of a file")

    def compose(self) -> ComposeResult:
        yield self.status
        yield self.head
        yield self.view
        yield self.filter
        yield self.file
        yield KeyLine()

    def on_mount(self) -> None:
        """The keys that scroll work at once."""
        self._names = device_names(self._servers.devices())
        self.view.focus()

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        if not (change.journal or change.devices):
            return
        names = device_names(self._servers.devices())
        if names != self._names:
            self._names = names
            self.view.set_filter(self.view.lines.filter)
        else:
            self.view.refresh_entries()

    def _column_text(self, entry: Entry) -> str:
        """What stands in the column of devices."""
        if not entry.device:
            return printable(entry.server) if entry.server and len(self._servers) > 1 else "-"
        name = self._names.get(DeviceKey(entry.server, entry.device)) or printable(entry.device)
        return cut_name(name, self.view.lines.column - 1, self._names.values())

    @on(LogView.Changed)
    def show_head(self) -> None:
        """Bring the head line up to date."""
        lines, device = self.view.lines, self.view.lines.filter.device
        name = "all devices" if device is None else self._title(device)
        self.head.set_status(name, lines.filter, self.view.following, (len(lines), len(self._journal.entries)))

    def on_resize(self) -> None:
        """The head has another width."""
        self.call_after_refresh(self.show_head)

    def _title(self, device: DeviceKey) -> str:
        """What a device that can be chosen is called."""
        known = self._names.get(device)
        if known or not device.device:
            return cropped(known or f"connection {printable(device.server)}".rstrip(), 24)
        return cropped(printable(device.device), 24)

    def _devices(self) -> list[DeviceKey]:
        """What can be chosen: the devices there are and those that were heard of, by name; connections last."""
        heard = {DeviceKey(entry.server, entry.device) for entry in self._journal.entries}
        return sorted(heard | set(self._names), key=lambda key: (not key.device, key.device, key.server))

    # What the user does

    def _set_filter(self, shown: LogFilter) -> None:
        self.view.set_filter(shown)

    def action_level(self) -> None:
        """Show what is of the next level or a graver one; after the gravest, everything."""
        shown = self.view.lines.filter
        level = LEVELS[(LEVELS.index(shown.level) + 1) % len(LEVELS)]
        self._set_filter(replace(shown, level=level))

    def action_device(self) -> None:
        """Show the next device; after the last, all."""
        shown = self.view.lines.filter
        choices: list[DeviceKey | None] = [None, *self._devices()]
        place = choices.index(shown.device) if shown.device in choices else 0
        self._set_filter(replace(shown, device=choices[(place + 1) % len(choices)]))

    def action_devices(self) -> None:
        """Choose a device from a list."""
        options: Sequence[tuple[Hashable, str]] = [
            (_ALL, "all devices"),
            *((device, self._title(device)) for device in self._devices()),
        ]

        def chosen(key: Hashable) -> None:
            if key is not None:
                self._set_filter(replace(self.view.lines.filter, device=key if isinstance(key, DeviceKey) else None))

        self.app.push_screen(ChooseOne("Messages of", options, self.view.lines.filter.device or _ALL), chosen)

    def action_filter(self) -> None:
        """Type a text that lines must have."""
        self.file.close()
        self.filter.open(self.view.lines.filter.text)

    @on(PromptLine.Typed)
    def _typed(self, event: PromptLine.Typed) -> None:
        if event.line is self.filter and self.filter.display:
            self._set_filter(replace(self.view.lines.filter, text=event.text))

    @on(PromptLine.Ended)
    def _ended(self, event: PromptLine.Ended) -> None:
        if event.line is self.filter:
            self._close(self.filter)
            self._set_filter(replace(self.view.lines.filter, text=event.text or ""))
        elif event.text and event.text.strip():
            self.run_worker(self._write(event.text.strip(), replace_it=False))
        else:
            self._close(self.file)

    def _close(self, line: PromptLine) -> None:
        line.close()
        self.view.focus()

    def action_follow(self) -> None:
        """Follow the newest line, or do so no more."""
        self.view.action_follow()

    def action_back(self) -> None:
        """Show lines with any text again, or else close the log."""
        if self.view.lines.filter.text:
            self._set_filter(replace(self.view.lines.filter, text=""))
        else:
            self.dismiss()

    def action_close(self) -> None:
        """Close the log."""
        self.dismiss()

    def action_copy(self) -> None:
        """Copy the line under the cursor, as it would be written to a file."""
        entry = self.view.entry
        if entry is None:
            self.notify("There is no line to copy")
            return
        self.app.copy_to_clipboard(entry.line)
        self.notify(printable(entry.text), title="Copied", markup=False)

    # Writing to a file

    def action_write(self) -> None:
        """Ask for the name of a file to write what is shown to."""
        last = self.view.lines.entry(self.view.lines.last())
        if last is None:
            self.notify("There is nothing to write")
            return
        self.filter.close()
        self.file.open(f"~/indi-{last.when:%Y%m%d-%H%M%S}.log")

    async def _write(self, text: str, *, replace_it: bool) -> None:
        entries = self.view.lines.entries()
        try:
            path = await asyncio.to_thread(write_entries, text, entries, replace_it=replace_it)
        except FileExistsError:
            self.app.push_screen(Confirm("Replace this file?", text), self._replace_confirmed(text))
        except OSError as error:
            self.notify(printable(reason_of(error)), title="Not written", severity="error", markup=False)
        except (RuntimeError, ValueError) as error:  # nobody is called ~name; a NUL in the path
            self.notify(printable(str(error)), title="Not written", severity="error", markup=False)
        else:
            self._close(self.file)
            self.notify(printable(str(path)), title=f"Wrote {len(entries)} lines", markup=False)

    def _replace_confirmed(self, text: str) -> Callable[[bool | None], None]:
        def answered(yes: bool | None) -> None:
            if yes:
                self.run_worker(self._write(text, replace_it=True))

        return answered


def write_entries(text: str, entries: Sequence[Entry], *, replace_it: bool = False) -> Path:
    """Write lines to a file, whole or not at all; gives its path. Waits for the disk: call it in a thread.

    Raises FileExistsError where there is one of that name, unless it is to be replaced; OSError, RuntimeError or
    ValueError where it cannot be written.
    """
    path = Path(text).expanduser().absolute()
    if path.exists() and not path.is_file():
        raise OSError(0, f"{text} is no file")
    if os.path.lexists(path) and not replace_it:
        raise FileExistsError(str(path))
    data = "".join(f"{entry.line}\n" for entry in entries).encode("utf-8", "backslashreplace")
    if not replace_it:
        return save(path.parent.resolve(), path.name, data)
    write_atomically(path, data)
    return path
