"""Which BLOBs are wanted."""

from __future__ import annotations

from indipyterm.client.policies import BlobPolicies
from indipyterm.protocol.messages import BlobPolicy

ALSO, ONLY, NEVER = BlobPolicy.ALSO, BlobPolicy.ONLY, BlobPolicy.NEVER


def test_nothing_is_said_until_something_is_wanted() -> None:
    assert BlobPolicies().of("d", "v") is None


def test_the_default_holds_for_everything() -> None:
    policies = BlobPolicies()
    policies.default = ONLY
    assert (policies.of("d", "v"), policies.of("e", "w")) == (ONLY, ONLY)


def test_everything_rules_over_the_default_and_none_goes_back_to_it() -> None:
    policies = BlobPolicies()
    policies.default = ONLY
    policies.everything = ALSO
    assert policies.of("d", "v") == ALSO
    policies.everything = None
    assert policies.of("d", "v") == ONLY


def test_what_was_wanted_once_is_unsaid_aloud() -> None:
    policies = BlobPolicies()
    policies.everything = ALSO
    policies.of("d", "v")
    policies.everything = None
    assert policies.of("d", "v") == NEVER
    assert policies.of("d", "never heard of") is None


def test_a_vector_rules_over_its_device_and_a_device_over_everything() -> None:
    policies = BlobPolicies()
    policies.everything = ALSO
    policies.say(ONLY, "d", None)
    policies.say(NEVER, "d", "v")
    assert (policies.of("d", "w"), policies.of("e", "v")) == (ONLY, ALSO)
    assert policies.of("d", "v") is None  # nothing else was ever said of it


def test_a_word_for_a_device_replaces_those_for_its_vectors() -> None:
    policies = BlobPolicies()
    policies.say(ONLY, "d", "v")
    policies.say(ONLY, "e", "v")
    policies.say(ALSO, "d", None)
    assert (policies.of("d", "v"), policies.of("e", "v")) == (ALSO, ONLY)


def test_everything_set_again_forgets_what_was_said_for_single_ones() -> None:
    policies = BlobPolicies()
    policies.say(ONLY, "d", "v")
    policies.everything = ALSO
    assert policies.of("d", "v") == ALSO
