import pytest

from indipyterm.demo.subscription import Subscription
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefVector,
    DelProperty,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    Message,
    OneBlob,
    PingReply,
    SetVector,
)

TEXT = SetVector(Kind.TEXT, "CCD", "NAME")
BLOB = SetVector(Kind.BLOB, "CCD", "CCD1", (OneBlob("CCD1", 1, ".fits", BlobData(b"x")),))
OTHER_BLOB = BLOB._replace(name="CCD2")
BLOB_STATE = SetVector(Kind.BLOB, "CCD", "CCD1")
DEFINITION = DefVector(Kind.TEXT, "CCD", "NAME", ())
ALL: tuple[Element, ...] = (TEXT, BLOB_STATE, DEFINITION, DelProperty("CCD"), Message("CCD", None, "x"))


def interest(asked: GetProperties | None, *policies: EnableBlob) -> Subscription:
    result = Subscription()
    if asked is not None:
        result.add(asked)
    for policy in policies:
        result.set_blob_policy(policy)
    return result


def set_blob_policy(policy: BlobPolicy, name: str | None = None) -> EnableBlob:
    return EnableBlob(policy, "CCD", name)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (None, 0),
        (GetProperties(), 5),
        (GetProperties(device="CCD"), 5),
        (GetProperties(device="Dome"), 0),
        (GetProperties(device="CCD", name="NAME"), 4),
    ],
)
def test_a_client_receives_what_it_asked_for(asked: GetProperties | None, wanted: int) -> None:
    assert sum(map(interest(asked).wants, ALL)) == wanted


def test_messages_of_the_server_and_replies() -> None:
    assert interest(GetProperties()).wants(Message(None, None, "site"))
    assert not interest(None).wants(Message(None, None, "site"))
    assert interest(None).wants(PingReply("1"))


@pytest.mark.parametrize(
    ("policies", "wanted"),
    [
        ((), (False, False, True)),
        ((set_blob_policy(BlobPolicy.NEVER),), (False, False, True)),
        ((set_blob_policy(BlobPolicy.ALSO),), (True, True, True)),
        ((set_blob_policy(BlobPolicy.ONLY),), (True, True, False)),
        ((set_blob_policy(BlobPolicy.ALSO, "CCD1"),), (True, False, True)),
        ((set_blob_policy(BlobPolicy.ONLY, "CCD1"),), (True, False, True)),
        ((set_blob_policy(BlobPolicy.ALSO), set_blob_policy(BlobPolicy.NEVER, "CCD1")), (False, True, True)),
        ((set_blob_policy(BlobPolicy.ALSO), set_blob_policy(BlobPolicy.NEVER)), (False, False, True)),
    ],
)
def test_blob_policies(policies: tuple[EnableBlob, ...], wanted: tuple[bool, bool, bool]) -> None:
    client = interest(GetProperties(), *policies)
    assert tuple(map(client.wants, (BLOB, OTHER_BLOB, TEXT))) == wanted
    assert client.wants(TEXT._replace(device="Dome"))
