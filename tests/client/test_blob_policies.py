"""Which BLOBs are wanted."""

from __future__ import annotations

from indipyterm.client.blob_policies import BlobPolicies
from indipyterm.protocol.messages import BlobPolicy

ALSO, ONLY, NEVER = BlobPolicy.ALSO, BlobPolicy.ONLY, BlobPolicy.NEVER


def test_nothing_is_said_until_something_is_wanted() -> None:
    assert BlobPolicies().to_send("d", "v") is None


def test_the_default_holds_for_everything() -> None:
    policies = BlobPolicies()
    policies.default = ONLY
    assert (policies.to_send("d", "v"), policies.to_send("e", "w")) == (ONLY, ONLY)


def test_everything_rules_over_the_default_and_none_goes_back_to_it() -> None:
    policies = BlobPolicies()
    policies.default = ONLY
    policies.everything = ALSO
    assert policies.to_send("d", "v") == ALSO
    policies.everything = None
    assert policies.to_send("d", "v") == ONLY


def test_what_was_wanted_once_is_unsaid_aloud() -> None:
    policies = BlobPolicies()
    policies.everything = ALSO
    policies.to_send("d", "v")
    policies.everything = None
    assert policies.to_send("d", "v") == NEVER
    assert policies.to_send("d", "never heard of") is None


def test_a_vector_rules_over_its_device_and_a_device_over_everything() -> None:
    policies = BlobPolicies()
    policies.everything = ALSO
    policies.set(ONLY, "d", None)
    policies.set(NEVER, "d", "v")
    assert (policies.to_send("d", "w"), policies.to_send("e", "v")) == (ONLY, ALSO)
    assert policies.to_send("d", "v") is None  # nothing else was ever said of it


def test_a_word_for_a_device_replaces_those_for_its_vectors() -> None:
    policies = BlobPolicies()
    policies.set(ONLY, "d", "v")
    policies.set(ONLY, "e", "v")
    policies.set(ALSO, "d", None)
    assert (policies.to_send("d", "v"), policies.to_send("e", "v")) == (ALSO, ONLY)


def test_everything_set_again_forgets_what_was_said_for_single_ones() -> None:
    policies = BlobPolicies()
    policies.set(ONLY, "d", "v")
    policies.everything = ALSO
    assert policies.to_send("d", "v") == ALSO
