"""What a server changes is not acted on before the user can have seen it."""

from __future__ import annotations

from indipyterm.tui.sheet.reaction import REACTION_SECONDS, MovedLines, Watched


class Clock:
    """Seconds, set by the test."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_came_to_a_line_is_not_clicked_on_for_a_moment() -> None:
    clock = Clock()
    moved = MovedLines(clock)
    assert moved.settled
    moved.moving({0: "a", 1: "b"})
    assert (moved.replaced(0, "b"), moved.replaced(0, "a"), moved.replaced(2, "c")) == (True, False, False)
    clock.now += REACTION_SECONDS / 2
    moved.moving({0: "b"})  # again: what the user saw is still the first
    assert (moved.settled, moved.replaced(0, "b")) == (False, True)
    clock.now += REACTION_SECONDS
    assert (moved.settled, moved.replaced(0, "b")) == (True, False)
    moved.moving({0: "b"})
    assert (moved.replaced(0, "b"), moved.replaced(0, "c")) == (False, True)


def test_a_value_counts_once_it_can_have_been_seen() -> None:
    clock = Clock()
    watched = Watched(clock)
    watched.look("On")
    watched.update("On")
    assert watched.settled
    watched.update("Off")
    assert not watched.settled
    clock.now += REACTION_SECONDS
    watched.update("Off")
    assert watched.settled
    watched.update("On")
    watched.look("On")  # the user has moved here
    assert watched.settled
