"""Where everything stands in a sheet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.groups import Section, sections_of
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import DefNumber
from indipyterm.tui.sheet.layout import Item, Layout
from tests.tui.samples import catalog, number, vector

OWNER = DeviceKey("s", "D")


def key(name: str) -> VectorKey:
    return VectorKey(*OWNER, name)


def sections() -> list[Section]:
    made = catalog(number("A", group="Options"), number("B"), number("C", group="Options"), number("D", group=""))
    return sections_of(made.devices["D"], OWNER)


def items(layout: Layout) -> list[Item]:
    """All items, measured."""
    layout.measure_rows(0, 1_000_000)
    return list(layout.between(0, layout.height))


def test_groups_come_in_the_drivers_order_the_main_one_first() -> None:
    found = [(section.title, [one.name for one in section.vectors]) for section in sections()]
    assert found == [("Main Control", ["B", "D"]), ("Options", ["A", "C"])]


def test_the_first_section_has_no_heading_and_the_others_have_one_row() -> None:
    layout = Layout(sections())
    assert [(item.top, item.key) for item in items(layout)] == [
        (0, key("B")),
        (1, key("D")),
        (2, None),
        (3, key("A")),
        (4, key("C")),
    ]
    assert layout.height == 5


def test_a_folded_section_is_a_heading_that_the_cursor_can_stand_on() -> None:
    made = sections()
    made[0].folded = True
    layout = Layout(made)
    assert layout.first_of(0) == made[0].fold_key
    assert layout.step(made[0].fold_key, 1) == key("A")
    assert layout.at(0) == layout.find(made[0].fold_key)


def test_the_cursor_steps_over_headings_and_stops_at_the_ends() -> None:
    layout = Layout(sections())
    assert layout.step(key("D"), 1) == key("A")
    assert layout.step(key("A"), -1) == key("D")
    assert layout.step(key("B"), -5) == key("B")
    assert layout.step(key("B"), 99) == key("C")
    assert layout.step(None, 0) == key("B")


def test_rows_and_items_find_each_other() -> None:
    layout = Layout(sections())
    for item in items(layout):
        for row in range(item.top, item.top + item.height):
            assert layout.at(row) == item
    assert layout.at(-1) is None
    assert layout.at(layout.height) is None
    assert layout.near(2) == key("A")
    assert layout.near(99) == key("C")


def test_an_empty_sheet_has_nothing_anywhere() -> None:
    layout = Layout()
    assert (layout.height, layout.at(0), layout.step(None, 1), layout.near(0), layout.first_of(0)) == (0, None, None, None, None)  # fmt: skip


@given(st.lists(st.lists(st.integers(0, 5), max_size=5), max_size=5), st.integers(20, 200), st.integers(1, 3))
def test_items_lie_row_by_row_without_a_gap(groups: list[list[int]], width: int, columns: int) -> None:
    made = [
        Section(
            str(place),
            OWNER,
            [
                vector(number(f"{place}.{index}", *(DefNumber(f"M{n}", "label " * 9) for n in range(size))))
                for index, size in enumerate(group)
            ],
        )
        for place, group in enumerate(groups)
    ]
    layout = Layout(made, width, columns=columns)
    bottoms = [0] * columns
    for item in items(layout):
        if item.key is None:
            bottoms = [max(bottoms)] * columns
        assert item.top == bottoms[item.column]
        bottoms[item.column] += item.height
        if item.key is None:
            bottoms = [item.top + 1] * columns
        for row in range(item.top, item.top + item.height):
            assert layout.at(row, item.column) == item
    assert layout.height == max(bottoms)
    for top in range(layout.height):
        seen = {id(item.vector_row) for item in layout.between(top, top + 2) if item.key}
        both = [layout.at(row, column) for row in (top, top + 1) for column in range(columns)]
        assert seen == {id(item.vector_row) for item in both if item and item.key}


def test_a_section_stands_in_two_columns_and_keys_go_down_one_and_then_the_other() -> None:
    made = catalog(*map(number, "ABCDE"), number("F", group="Options"))
    layout = Layout(sections_of(made.devices["D"], OWNER), 121, columns=2)
    assert layout.row_width == 60
    assert [(item.top, item.column, item.key and item.key.vector) for item in items(layout)] == [
        *((0, 0, "A"), (1, 0, "B"), (2, 0, "C"), (0, 1, "D"), (1, 1, "E")),
        *((3, 0, None), (4, 0, "F")),
    ]
    assert layout.step(key("C"), 1) == key("D")
    assert (layout.near(2, 1), layout.near(3, 1), layout.near(4, 1)) == (key("E"), key("F"), key("F"))
    assert (layout.at(2, 1), layout.at(4, 1)) == (None, None)
    assert layout.mark_changed([key("B"), key("E"), key("F")], 0, 2) == [key("B"), key("E")]


def test_what_is_far_away_is_measured_when_it_comes_near() -> None:
    members = [DefNumber(f"M{place}", f"A label that needs a row of its own {place}") for place in range(3)]
    tall = [vector(number(f"V{index}", *members)) for index in range(300)]
    layout = Layout([Section("Main Control", OWNER, tall)])
    layout.measure_rows(0, 20)
    near, far = layout.find(key("V0")), layout.find(key("V299"))
    assert near
    assert far
    assert (near.height, far.height) == (3, 1)
    assert layout.measure_rows(far.top, far.top + 20)
    far = layout.find(key("V299"))
    assert far
    assert far.height == 3
    assert layout.height == far.top + 3
    assert not layout.measure_rows(far.top, far.top + 20)


def test_a_vector_out_of_view_that_changed_is_measured_again_when_it_comes_near() -> None:
    layout = Layout(sections())
    items(layout)
    assert layout.mark_changed([key("B"), key("C"), key("X")], 0, 1) == [key("B")]
    assert not layout.measure_again([key("B")])
    assert not layout.measure_rows(0, 4)  # it takes as many rows as before
