"""The answer to a request, told from what a device sends anyway."""

from __future__ import annotations

from indipyterm.commands.answers import Answer, Verdict
from indipyterm.commands.judge import Judge
from indipyterm.model.catalog import Catalog
from indipyterm.model.events import Disconnected, ValuesSent
from indipyterm.protocol.messages import DefVector, DelProperty, Message, Received, Rule, SetVector, State
from tests.commands.vectors import WHEN, catalog, change, numbers, switches

NUMBER = numbers("D", "V", state=State.IDLE, RA="1", DEC="2")
CHOICE = switches("D", "C", A=True, B=False)
BUTTON = switches("D", "B", Rule.AT_MOST_ONE, ABORT=False)


class Court:
    """A judge, and a catalog from which it hears."""

    def __init__(self, definition: DefVector, **wanted: str) -> None:
        self.catalog: Catalog = catalog(definition)
        vector = self.catalog.find(definition.device, definition.name)
        assert vector is not None
        self.judge = Judge(vector, wanted)
        self.judge.on_event(ValuesSent(definition.device, definition.name, wanted, WHEN))
        vector.state = State.BUSY  # as the catalog does

    def hears(self, *messages: Received) -> Court:
        for message in messages:
            for event in self.catalog.apply(message, WHEN):
                self.judge.on_event(event)
        return self

    @property
    def unsure(self) -> bool:
        return not self.judge.over and self.judge.unsure_since is not None

    def rules(self, verdict: Verdict) -> bool:
        return self.judge.over and self.judge.verdict is verdict

    def settled(self) -> Answer:
        assert self.unsure
        self.judge.accept_unsure()
        return self.judge.answer()


async def test_ok_with_the_values_asked_for_is_done_at_once() -> None:
    assert Court(NUMBER, RA="5", DEC="6").hears(change(NUMBER, State.OK, RA="5", DEC="6")).rules(Verdict.DONE)
    assert Court(NUMBER, RA="5").hears(change(NUMBER, State.IDLE, RA="5.0004")).rules(Verdict.DONE)
    assert Court(CHOICE, B="On").hears(change(CHOICE, State.OK, A="Off", B="On")).rules(Verdict.DONE)


async def test_alert_with_its_reason_is_refused_at_once() -> None:
    told = SetVector(NUMBER.kind, "D", "V", (), State.ALERT, message="too far")
    assert Court(NUMBER, RA="5").hears(told).rules(Verdict.REFUSED)
    court = Court(NUMBER, RA="5").hears(Message("D", WHEN, "[ERROR] no"), change(NUMBER, State.ALERT, RA="1"))
    assert court.rules(Verdict.REFUSED)
    assert court.judge.answer() == Answer("D", "V", Verdict.REFUSED, State.ALERT, device_messages=("[ERROR] no",))


async def test_the_reason_may_come_after_the_alert() -> None:
    """As from libindi 2; what the vector does then is no answer any more."""
    reason, alert = Message("D", WHEN, "[ERROR] parked"), change(NUMBER, State.ALERT, RA="1")
    court = Court(NUMBER, RA="5").hears(alert, Message("D", WHEN, "[INFO] at rest"))
    assert court.unsure
    assert court.hears(change(NUMBER, State.OK, RA="5"), reason).rules(Verdict.REFUSED)
    assert tuple(court.judge.answer().device_messages) == ("[INFO] at rest", "[ERROR] parked")
    assert Court(NUMBER, RA="5").hears(alert).settled().verdict is Verdict.REFUSED
    lost = Court(NUMBER, RA="5").hears(alert)
    lost.judge.on_event(Disconnected("reset", 1.0, True, WHEN))
    assert lost.rules(Verdict.REFUSED)
    assert lost.judge.lost is None


async def test_busy_is_waited_for_and_what_comes_then_is_the_answer() -> None:
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.BUSY, RA="1"), change(NUMBER, State.BUSY, RA="3"))
    assert not court.judge.over
    assert not court.unsure
    assert court.hears(change(NUMBER, State.OK, RA="0")).rules(Verdict.DONE)  # an exposure that has run down
    assert court.judge.answer().untaken == {}
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.BUSY), change(NUMBER, State.ALERT))
    assert court.settled().verdict is Verdict.REFUSED


async def test_other_values_may_be_no_answer() -> None:
    """A mount that drifts tells its place all the time."""
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.IDLE, RA="1.1"))
    assert court.unsure
    court.hears(change(NUMBER, State.BUSY, RA="1.2"))
    assert not court.unsure
    assert court.hears(change(NUMBER, State.OK, RA="5")).rules(Verdict.DONE)


async def test_other_values_that_are_not_contradicted_are_an_answer() -> None:
    answer = Court(NUMBER, RA="5", DEC="2").hears(change(NUMBER, State.OK, RA="4", DEC="2")).settled()
    assert answer == Answer("D", "V", Verdict.DONE, State.OK, (), {"RA": "4"})


async def test_other_values_and_a_complaint_are_a_refusal() -> None:
    parked = Message("D", WHEN, "[WARNING] Please unpark the mount")
    answer = Court(NUMBER, RA="5").hears(parked, change(NUMBER, State.IDLE, RA="1")).settled()
    assert (answer.verdict, answer.device_messages) == (Verdict.REFUSED, ("[WARNING] Please unpark the mount",))
    told = Message("D", WHEN, "[INFO] fine")
    assert Court(NUMBER, RA="5").hears(told, change(NUMBER, State.OK, RA="1")).settled().verdict is Verdict.DONE


async def test_idle_with_other_values_is_a_refusal() -> None:
    answer = Court(NUMBER, RA="5").hears(change(NUMBER, State.IDLE, RA="1")).settled()
    assert (answer.verdict, answer.untaken) == (Verdict.REFUSED, {"RA": "1"})


async def test_an_alert_that_was_there_before_may_be_no_answer() -> None:
    alert = NUMBER._replace(state=State.ALERT)
    assert Court(alert, RA="5").hears(change(alert, State.ALERT, RA="1")).settled().verdict is Verdict.REFUSED
    assert Court(alert, RA="5").hears(change(alert, State.ALERT), change(alert, State.OK, RA="5")).rules(Verdict.DONE)
    court = Court(alert, RA="5").hears(change(alert, State.BUSY), change(alert, State.ALERT))
    assert court.settled().verdict is Verdict.REFUSED


# Busy as a steady state


TRACKING = switches("D", "TELESCOPE_TRACK_STATE", TRACK_ON=False, TRACK_OFF=True)
NORTH = switches("D", "TELESCOPE_MOTION_NS", Rule.AT_MOST_ONE, MOTION_NORTH=False, MOTION_SOUTH=False)
PARK = switches("D", "DOME_PARK", PARK=False, UNPARK=True)


async def test_a_switch_that_shows_what_was_asked_for_is_done_though_it_stays_busy() -> None:
    court = Court(TRACKING, TRACK_ON="On").hears(change(TRACKING, State.BUSY, TRACK_ON="On", TRACK_OFF="Off"))
    assert court.rules(Verdict.DONE)
    assert Court(NORTH, MOTION_NORTH="On").hears(change(NORTH, State.BUSY, MOTION_NORTH="On")).rules(Verdict.DONE)
    court = Court(TRACKING, TRACK_ON="On").hears(change(TRACKING, State.BUSY))
    assert not court.judge.over
    assert court.hears(change(TRACKING, State.ALERT)).settled().verdict is Verdict.REFUSED


async def test_a_dome_that_parks_is_waited_for_though_its_switch_shows_it() -> None:
    court = Court(PARK, PARK="On").hears(change(PARK, State.BUSY, PARK="On", UNPARK="Off"))
    assert not court.judge.over
    assert court.hears(change(PARK, State.OK)).rules(Verdict.DONE)


# Idle after Busy


GUIDE = numbers("D", "TELESCOPE_TIMED_GUIDE_NS", TIMED_GUIDE_N="0", TIMED_GUIDE_S="0")
EXPOSURE = numbers("D", "CCD_EXPOSURE", SECONDS="1")
ABORT = switches("D", "ABORT_MOTION", Rule.AT_MOST_ONE, ABORT=False)


async def test_idle_after_busy_was_stopped() -> None:
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.BUSY, RA="2"), change(NUMBER, State.IDLE, RA="3"))
    assert court.rules(Verdict.STOPPED)
    assert court.judge.answer() == Answer("D", "V", Verdict.STOPPED, State.IDLE)


async def test_an_exposure_that_is_stopped_at_once_is_not_done() -> None:
    court = Court(EXPOSURE, SECONDS="30").hears(change(EXPOSURE, State.BUSY, SECONDS="30"))
    assert court.hears(change(EXPOSURE, State.IDLE)).rules(Verdict.STOPPED)


async def test_idle_with_the_values_asked_for_is_done() -> None:
    """Some focusers end so."""
    court = Court(NUMBER, RA="5").hears(change(NUMBER, State.BUSY, RA="2"), change(NUMBER, State.IDLE, RA="5"))
    assert court.rules(Verdict.DONE)


async def test_values_that_were_shown_from_the_start_are_doubted_where_an_abort_is_heard_of() -> None:
    """A relative move, say."""
    busy, idle = change(NUMBER, State.BUSY, RA="5"), change(NUMBER, State.IDLE, RA="5")
    court = Court(NUMBER, RA="5").hears(ABORT, busy, idle)
    assert court.hears(change(ABORT, State.OK)).settled().verdict is Verdict.STOPPED
    assert Court(NUMBER, RA="5").hears(ABORT, busy, change(ABORT, State.OK), idle).rules(Verdict.STOPPED)
    assert Court(NUMBER, RA="5").hears(ABORT, busy, idle).settled().verdict is Verdict.DONE


async def test_a_guiding_pulse_ends_idle() -> None:
    court = Court(GUIDE, TIMED_GUIDE_N="700").hears(change(GUIDE, State.BUSY, TIMED_GUIDE_N="700"))
    assert court.hears(change(GUIDE, State.IDLE, TIMED_GUIDE_N="0")).rules(Verdict.DONE)


async def test_a_value_that_the_driver_changed_while_it_worked_is_told() -> None:
    court = Court(NUMBER, RA="500").hears(change(NUMBER, State.BUSY, RA="100"), change(NUMBER, State.OK, RA="400"))
    assert (court.judge.verdict, court.judge.answer().untaken) == (Verdict.DONE, {"RA": "400"})
    court = Court(NUMBER, RA="500").hears(change(NUMBER, State.BUSY, RA="100"), change(NUMBER, State.OK, RA="499"))
    assert court.judge.answer().untaken == {}


async def test_a_repeated_message_is_told_once() -> None:
    told = Message("D", WHEN, "[INFO] 0.1 s left")
    busy = SetVector(NUMBER.kind, "D", "V", (), State.BUSY, message="still at it")
    answer = Court(NUMBER, RA="5").hears(busy, told, busy, told, told).judge.answer()
    assert (answer.messages, answer.device_messages) == (("still at it (2 times)",), ("[INFO] 0.1 s left (3 times)",))


async def test_a_button_that_springs_back_is_done() -> None:
    court = Court(BUTTON, ABORT="On").hears(change(BUTTON, State.OK, ABORT="Off"))
    assert court.rules(Verdict.DONE)
    assert court.judge.answer().untaken == {}


async def test_a_new_definition_is_an_answer_too() -> None:
    assert Court(NUMBER, RA="5").hears(numbers("D", "V", RA="5", DEC="2")).rules(Verdict.DONE)


async def test_a_vector_that_is_deleted_may_come_back() -> None:
    court = Court(NUMBER, RA="5").hears(DelProperty("D", "V", WHEN))
    assert court.unsure
    assert court.hears(numbers("D", "V", RA="5", DEC="2")).rules(Verdict.DONE)
    gone = Court(NUMBER, RA="5").hears(DelProperty("D", None, WHEN)).settled()
    assert (gone.verdict, gone.messages) == (Verdict.REFUSED, ("the vector was deleted",))


async def test_what_others_say_is_no_answer() -> None:
    other = numbers("D", "OTHER", RA="5")
    court = Court(NUMBER, RA="5").hears(
        other, change(other, State.ALERT, RA="5"), Message("E", WHEN, "[ERROR] not mine"), DelProperty("D", "OTHER")
    )
    assert not court.judge.over
    assert not court.unsure
    assert court.judge.answer() == Answer("D", "V", Verdict.NO_ANSWER, State.BUSY)


async def test_a_message_of_the_vector_itself_is_told() -> None:
    update = SetVector(NUMBER.kind, "D", "V", (), State.ALERT, message="out of range")
    assert Court(NUMBER, RA="5").hears(update).judge.answer().messages == ("out of range",)


async def test_the_end_of_the_connection_is_the_end() -> None:
    court = Court(NUMBER, RA="5")
    court.judge.on_event(Disconnected("gone", 1.0, True, WHEN))
    assert court.judge.over
    assert court.judge.lost == "gone"
