"""Numbers and texts in a row: in one line or in several, with what was asked for."""

from __future__ import annotations

from datetime import timedelta

from indipyterm.protocol.messages import DefNumber, DefVector, Kind, OneNumber, Perm, SetVector, State
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import PaintContext
from tests.tui.samples import NOW, catalog, number, painted, vector


def coordinates() -> DefVector:
    return number(
        "Eq. Coordinates",
        DefNumber("RA", "RA (hh:mm:ss)", "6.3955555555555552", "%010.6m", "0", "24"),
        DefNumber("DEC", "DEC (dd:mm:ss)", "-0.5", "%010.6m", "-90", "90"),
    )


def test_members_that_fit_stand_in_one_row_without_their_units() -> None:
    assert painted(vector(coordinates()))[0].startswith(" ○ Eq. Coordinates      RA  6:23:44  DEC  -0:30:00 ")


def test_members_that_do_not_fit_get_a_row_each() -> None:
    members = [DefNumber(f"N{place}", f"A rather long label {place}", "1") for place in range(4)]
    assert len(painted(vector(number("Many", *members)))) == 4


def test_a_lone_member_called_as_its_vector_shows_its_unit_only() -> None:
    shown = vector(number("Temperature", DefNumber("T", "Temperature (C)", "-9.984", "%.1f")))
    assert painted(shown)[0].startswith(" ○ Temperature          -10.0 C ")


def test_where_there_is_little_room_the_label_of_a_lone_member_is_cut_and_not_its_value() -> None:
    shown = vector(number("Directory", DefNumber("L", "Where it is kept", "123456789", "%.0f")))
    assert painted(shown, width=60)[0].startswith(" ○ Directory       Where it is kept 123456789 ")
    assert painted(shown, width=36)[0].startswith(" ○ Directory  Where… kept 123456789")
    assert painted(shown, width=28)[0].startswith(" ○ Directory  123456789")


def test_values_do_not_dance_when_they_get_shorter() -> None:
    made = catalog(number("V", DefNumber("A", "A", "1000"), DefNumber("B", "B", "1")))
    shown = made.devices["D"].vectors["V"]
    row = row_for(shown)
    before = "".join(part.text for part in row.painted(80, PaintContext(NOW))[0])
    made.apply(SetVector(Kind.NUMBER, "D", "V", (OneNumber("A", "1"),)), NOW)
    after = "".join(part.text for part in row.painted(80, PaintContext(NOW))[0])
    assert before.index("B") == after.index("B")


def test_a_request_stands_behind_an_arrow_with_its_time() -> None:
    made = catalog(coordinates()._replace(timeout=60.0))
    shown = made.devices["D"].vectors["Eq. Coordinates"]
    from indipyterm.model.requests import request

    made.mark_sent(request(shown, {"RA": "5:35:17", "DEC": "-5:23:28"}), NOW - timedelta(seconds=2))
    assert "→ 5:35:17 -5:23:28 2s" in painted(shown)[0]
    made.apply(SetVector(Kind.NUMBER, "D", "Eq. Coordinates", (), State.BUSY), NOW)
    assert "→ 5:35:17 -5:23:28 2s" in painted(shown)[0]
    made.apply(SetVector(Kind.NUMBER, "D", "Eq. Coordinates", (), State.OK), NOW)
    assert "→" not in painted(shown)[0]


def test_what_cannot_be_read_is_not_shown_as_a_value() -> None:
    shown = vector(number("V", DefNumber("A", "A", "5"), perm=Perm.WO))
    assert "5" not in painted(shown)[0]
