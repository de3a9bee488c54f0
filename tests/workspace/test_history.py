"""What is remembered of numbers: one reading a second at most, of so many at most."""

from __future__ import annotations

from collections.abc import Iterable

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import DefNumber
from indipyterm.workspace.history import MAX_SERIES, History
from tests.tui.samples import number, switch, vector

NOON = 1_790_000_000.0


class Model:
    """Vectors that can be found."""

    def __init__(self, vectors: Iterable[Vector]) -> None:
        self.vectors = {key_of(one): one for one in vectors}
        self.history = History(self.vectors.get)

    def reads(self, key: VectorKey, now: float, **values: str) -> None:
        """New values come, and a second is over."""
        for name, value in values.items():
            self.vectors[key].members[name].value = value
        self.history.mark([key])
        self.history.sample(now)

    def readings(self, key: VectorKey, member: int = 0) -> list[tuple[float, float]]:
        """What is remembered of a member."""
        series = self.history.series(key, self.vectors[key], NOON + 9999)[member]
        return [(one.time - NOON, one.value) for one in series]


def key_of(made: Vector, server: str = "pi4") -> VectorKey:
    return VectorKey(server, made.device, made.name)


def temperature(name: str = "TEMP") -> Vector:
    return vector(number(name, DefNumber("T", "Chip", "1"), DefNumber("U", "Air", "2")))


def test_all_members_are_remembered_when_one_changed() -> None:
    model = Model([temperature()])
    (key,) = model.vectors
    model.reads(key, NOON, T="5")
    model.reads(key, NOON + 1, T="6")
    assert model.readings(key) == [(0, 5), (1, 6)]
    assert model.readings(key, 1) == [(0, 2), (1, 2)]
    assert model.history.series(key, model.vectors[key], NOON)[0].label == "Chip"


def test_of_many_changes_in_a_second_the_last_is_remembered() -> None:
    model = Model([temperature()])
    (key,) = model.vectors
    for value in "345":
        model.vectors[key].members["T"].value = value
        model.history.mark([key])
    model.history.sample(NOON)
    model.history.sample(NOON + 1)  # nothing changed
    assert model.readings(key) == [(0, 5)]


def test_the_value_now_is_the_first_reading_of_what_never_changed() -> None:
    model = Model([temperature()])
    (key,) = model.vectors
    assert model.readings(key) == [(9999, 1)]
    assert model.history.first_series(key) is not None


def test_what_is_no_number_is_passed_over() -> None:
    model = Model([vector(switch("S", [("A", "On")])), temperature()])
    for key in model.vectors:
        model.history.mark([key])
    model.history.mark([VectorKey("pi4", "D", "GONE")])
    model.history.sample(NOON)
    assert model.history.first_series(VectorKey("pi4", "D", "S")) is None
    temp = VectorKey("pi4", "D", "TEMP")
    model.reads(temp, NOON + 1, T="", U="7")
    assert model.readings(temp) == [(0, 1)]
    assert model.readings(temp, 1) == [(0, 2), (1, 7)]


def test_those_that_changed_longest_ago_are_forgotten() -> None:
    vectors = [vector(number(f"N{place}")) for place in range(MAX_SERIES + 1)]
    model = Model(vectors)
    keys = list(model.vectors)
    for key in keys[:-1]:
        model.reads(key, NOON)
    model.reads(keys[0], NOON + 1)
    model.reads(keys[-1], NOON + 2)
    assert model.history.first_series(keys[0]) is not None
    assert model.history.first_series(keys[1]) is None
    assert model.history.first_series(keys[-1]) is not None


def test_a_definition_is_a_reading_of_what_is_remembered() -> None:
    model = Model([temperature(), temperature("OTHER")])
    key, other = model.vectors
    model.reads(key, NOON)
    model.history.mark_devices([DeviceKey("pi4", "D")])
    model.history.sample(NOON + 1)
    assert model.readings(key) == [(0, 1), (1, 1)]
    assert model.history.first_series(other) is None
    model.history.mark_devices([])
    model.history.sample(NOON + 2)
    assert len(model.readings(key)) == 2


def test_what_a_lost_server_said_ends() -> None:
    model = Model([temperature()])
    (key,) = model.vectors
    model.reads(key, NOON)
    model.history.lost("elsewhere", NOON + 1)
    model.history.lost("pi4", NOON + 5)
    series = model.history.first_series(key)
    assert series is not None
    assert [(one.time, one.end) for one in series] == [(NOON, NOON + 5)]
