"""The state machine: every step is in the table, whatever happens in whatever order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import CLOSES, FIRST

from limen.conduct.core import clock
from limen.conduct.core.messages import claim
from limen.conduct.core.messages.decide import LONGEST_DELAY, End, Facts, decide, delay
from limen.conduct.core.messages.state import STEPS, Evidence, State
from limen.conduct.core.models import OutboxMessage

SECOND = timedelta(seconds=1)
FINAL = {state for state in State if not STEPS[state]}


def test_the_words_are_the_models():
    assert {state.value for state in State} == set(OutboxMessage.State.values)


def test_what_was_handed_over_never_waits_again():
    seen, todo = set(), [State.UNCERTAIN, State.SENT]
    while todo:
        state = todo.pop()
        seen.add(state)
        todo += [after for after in STEPS[state] if after not in seen]
    assert seen == {State.UNCERTAIN, State.SENT}


facts = st.builds(
    Facts,
    reminds=st.booleans(),
    due_at=st.just(FIRST),
    window_end=st.just(CLOSES),
    left=st.booleans(),
    erased=st.booleans(),
    paused=st.booleans(),
    occasion_is_on=st.booleans(),
    begun_at=st.none() | st.datetimes().map(lambda t: FIRST + timedelta(minutes=t.minute - 30)),
    later_is_due=st.booleans(),
    unreachable=st.sampled_from(["", "no e-mail address"]),
)


@given(facts=facts, minutes=st.integers(0, 400))
def test_who_must_not_be_written_to_never_is(facts: Facts, minutes: int) -> None:
    now = FIRST + timedelta(minutes=minutes)
    ending = decide(facts, now)
    if ending is None:
        assert not facts.left
        assert not facts.erased
        assert not facts.unreachable
        assert now <= facts.window_end
        assert not (facts.reminds and (facts.paused or not facts.occasion_is_on))
    else:
        assert ending.state in FINAL
        assert ending.state in STEPS[State.WAITING]
        assert decide(facts, now) == ending


@given(attempts=st.integers(1, 10_000))
def test_a_delay_grows_up_to_half_an_hour(attempts: int) -> None:
    assert delay(attempts) <= delay(attempts + 1) <= LONGEST_DELAY


@given(first=st.integers(1, 5))
def test_the_first_delays_double(first: int) -> None:
    assert delay(first + 1) == 2 * delay(first)


class Life:
    """One message among two workers, and what a perfect mail server would have got of it."""

    def __init__(self, message: OutboxMessage) -> None:
        self.message, self.now = message, FIRST
        self.handed_over = 0
        self.hands: set[str] = set()
        self.state = State.WAITING

    def step(self, what: str, worker: str) -> None:
        with clock.as_of(self.now):
            getattr(self, what)(worker)
        after = State(OutboxMessage.objects.values_list("state", flat=True).get(pk=self.message.pk))
        if after != self.state:
            # two at once only where a lease ended: what was prepared waited again in between
            assert after in STEPS[self.state], f"{what}: {self.state} → {after}"
        self.state = after

    def claim(self, worker: str) -> None:
        claim.claim(self.message, worker=worker, now=self.now)

    def hand_over(self, worker: str) -> None:
        if claim.begin_hand_over(self.message, worker=worker, now=self.now):
            self.handed_over += 1
            self.hands = {worker}

    def accept(self, worker: str) -> None:
        if worker in self.hands:
            claim.sent(self.message, worker=worker, began=self.now, accepted=self.now, detail="250")

    def break_off(self, worker: str) -> None:
        if worker in self.hands:
            claim.uncertain(self.message, worker=worker, began=self.now, detail="broke off")

    def refuse(self, worker: str) -> None:
        if worker not in self.hands:
            claim.refused(self.message, worker=worker, detail="451", final=False)

    def cancel(self, worker: str) -> None:
        end = End(State.CANCELLED, Evidence.CANCELLED)
        claim.end({self.message: end}, worker="" if worker in self.hands else worker)

    def lose_leases(self, _: str) -> None:
        self.now += claim.LEASE + SECOND
        claim.recover(self.now)


WHAT = ["claim", "hand_over", "claim", "hand_over", "accept", "break_off", "refuse",
        "lose_leases", "lose_leases", "cancel"]  # fmt: skip


@pytest.fixture
def message(study, anna):
    """A function that makes a new message that waits."""
    made = []

    def make() -> OutboxMessage:
        made.append(1)
        return OutboxMessage.objects.create(
            participant=anna,
            channel="email",
            purpose="reminder",
            idempotency_key=f"test:{len(made)}",
            due_at=FIRST,
            window_end=FIRST + timedelta(days=30),
            made_at=FIRST,
        )

    return make


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(st.tuples(st.sampled_from(WHAT), st.sampled_from("ab")), max_size=30),
)
def test_whatever_happens_it_is_handed_over_at_most_once(message, steps) -> None:
    life = Life(message())
    for what, worker in steps:
        life.step(what, worker)
    assert life.handed_over <= 1
    if life.handed_over:
        assert life.state in (State.SENDING, State.SENT, State.UNCERTAIN)
    else:
        assert life.state in (State.WAITING, State.SENDING, State.CANCELLED)
    kinds = list(life.message.events.values_list("kind", flat=True))
    assert kinds.count("sent") <= 2
    assert kinds.count("accepted") == (life.state == State.SENT)
