"""An administrator sets which instruments there are, without a restart."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts import Settings
from indipyterm.workspace.workspace import Address, Workspace
from tests.web.visitor import Visitor, faults, site, value_of, where


class Target:
    def __init__(self) -> None:
        self.used: list[Settings] = []

    async def use_settings(self, settings: Settings) -> None:
        if settings.servers == ("down:7624",):
            raise NotAccepted("servers", "Not that one.")
        self.used.append(settings)


async def test_settings_are_used_at_once_and_kept(tmp_path: Path) -> None:
    with site(tmp_path / "indipyweb.db") as (app, accounts):
        accounts.target = target = Target()
        ada = Visitor(app)
        await ada.log_in("ada")
        fields: dict[str, Any] = {
            "servers": "pi4\r\n\r\n dome:7625 \r\n::1\r\npi4:7624",
            "host": "0.0.0.0",
            "port": "8080",
            "blob_folder": str(tmp_path),
            "anyone_may_look": "1",
        }
        assert where(await ada.post("/settings", do="settings", **fields)) == (303, "/settings?done=settings")
        wanted = Settings(("pi4:7624", "dome:7625", "[::1]:7624"), "0.0.0.0", 8080, str(tmp_path), True)
        assert target.used == [wanted] == [accounts.settings]
        page = await ada.get("/settings?done=settings")
        assert "pi4:7624\ndome:7625\n[::1]:7624</textarea>" in page.text
        assert (value_of(page, "port"), value_of(page, "host")) == ("8080", "0.0.0.0")
        assert 'value="1" checked' in page.text
        assert (await Visitor(app).get("/")).status_code == 200
        refused = await ada.post("/settings", do="settings", servers="down")
        assert faults(refused) == {"servers": "Not that one."}
        assert accounts.settings == wanted
        assert where(await ada.post("/settings", do="settings")) == (303, "/settings?done=settings")
        assert accounts.settings == Settings(())


async def test_the_folder_of_the_command_line_stays_when_another_setting_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace([])
    workspace.set_blob_folder(tmp_path)
    monkeypatch.setattr("tests.web.visitor.Workspace", lambda _: workspace)
    with site() as (app, accounts):
        ada = Visitor(app)
        await ada.log_in("ada")
        assert value_of(await ada.get("/settings"), "blob_folder") == str(tmp_path)
        await ada.post("/settings", do="settings", blob_folder=str(tmp_path), port="8080")
        assert accounts.settings.blob_folder == ""


@pytest.mark.parametrize("given", [True, False])
async def test_the_servers_of_the_command_line_are_not_kept(given: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace([Address("pi4", 7624, "pi4:7624")])
    monkeypatch.setattr("tests.web.visitor.Workspace", lambda _: workspace)
    with site(servers_given=given) as (app, accounts):
        ada = Visitor(app)
        await ada.log_in("ada")
        shown = re.findall(r"<textarea[^>]*>\n([^<]*)</textarea>", (page := await ada.get("/settings")).text)
        assert shown == ["" if given else "pi4:7624"]
        assert ("From the next start without --indi on. Now: pi4:7624." in page.text) is given
        await ada.post("/settings", do="settings", servers=shown[0], port="8080")
        assert accounts.settings == Settings(None, port=8080)
        await ada.post("/settings", do="settings", servers="dome")
        assert accounts.settings.servers == ("dome:7624",)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("servers", "pi4:99999999", "no port from 1 to 65535"),
        ("servers", "a b", "has no host name"),
        ("servers", "pi4/x", "not a name or address"),
        ("servers", "\n".join(f"pi{number}" for number in range(21)), "At most 20"),
        ("host", "-x", "not a name or address"),
        ("host", "<script>", "not a name or address"),
        ("port", "99999999", "from 1 to 65535"),
        ("port", "0", "from 1 to 65535"),
        ("port", "８０", "from 1 to 65535"),
        ("port", "80.5", "from 1 to 65535"),
        ("blob_folder", "/nowhere/at/all", "is not a directory"),
        ("blob_folder", "~nobody-here/x", ""),
        ("blob_folder", "a\0b", "cannot be shown"),
    ],
)
async def test_what_makes_no_sense_is_said_beside_its_field(field: str, text: str, words: str) -> None:
    with site() as (app, accounts):
        ada = Visitor(app)
        await ada.log_in("ada")
        fields: dict[str, Any] = {"port": "8081", field: text}
        answer = await ada.post("/settings", do="settings", **fields)
        assert answer.status_code == 422
        assert list(faults(answer)) == [field]
        assert words in faults(answer)[field]
        assert field == "port" or value_of(answer, "port") == "8081"
        assert accounts.settings == Settings()


async def test_a_backup_is_a_file_to_keep(tmp_path: Path) -> None:
    with site(tmp_path / "indipyweb.db") as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        answer = await ada.get("/backup")
        assert answer.headers["content-disposition"].startswith('attachment; filename="indipyweb-20')
        assert answer.headers["cache-control"] == "no-store"
    copy = tmp_path / "copy.db"
    copy.write_bytes(answer.content)
    with sqlite3.connect(copy) as database:
        names = [name for (name,) in database.execute("SELECT name FROM users ORDER BY name")]
    database.close()
    assert names == ["ada", "admin", "olga", "vera"]
