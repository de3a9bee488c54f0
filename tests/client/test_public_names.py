"""The names that scripts rely on. What is here is a promise: add to it, take nothing away."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import pytest

import indipyterm as ipc

PARAMETERS = {
    "IPyClient": "indihost='localhost', indiport=7624, **clientdata",
    "IPyClient.asyncrun": "self",
    "IPyClient.rxevent": "self, event",
    "IPyClient.hardware": "self",
    "IPyClient.shutdown": "self",
    "IPyClient.send_newVector": "self, devicename, vectorname, timestamp=None, members=None, check=False",
    "IPyClient.resend_enableBLOB": "self, devicename, vectorname=None",
    "IPyClient.send": "self, xmldata",
    "IPyClient.send_getProperties": "self, devicename=None, vectorname=None",
    "IPyClient.send_enableBLOB": "self, value, devicename, vectorname=None",
    "IPyClient.report": "self, message",
    "IPyClient.warning": "self, message",
    "IPyClient.set_vector_timeouts": "self, timeout_enable=None, timeout_min=None, timeout_max=None",
    "IPyClient.enabledlen": "self",
    "IPyClient.get_vector_state": "self, devicename, vectorname",
    "Vector.member": "self, membername",
    "Vector.checkvalue": "self, value, allowed",
    "SwitchMember.checkvalue": "self, value, allowed",
    "LightMember.checkvalue": "self, value, allowed",
    "Device.disable": "self",
    "BLOBVector.set_blobsize": "self, membername, blobsize",
    "BLOBVector.set_blobformat": "self, membername, blobformat",
    "SnapMember.dictdump": "self, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "Vector.members": "self",
    "Vector.memberlabel": "self, membername",
    "Vector.create_clientevent": "self, eventtype='ClientEvent', **payload",
    "SwitchVector.send_newSwitchVector": "self, timestamp=None, members=None, check=False",
    "TextVector.send_newTextVector": "self, timestamp=None, members=None, check=False",
    "NumberVector.send_newNumberVector": "self, timestamp=None, members=None, check=False",
    "BLOBVector.send_newBLOBVector": "self, timestamp=None, members=None, check=False",
    "NumberVector.getfloatvalue": "self, membername",
    "NumberVector.getformattedvalue": "self, membername",
    "NumberMember.getfloatvalue": "self",
    "NumberMember.getfloat": "self, value",
    "NumberMember.getformattedvalue": "self",
    "NumberMember.getformattedstring": "self, value",
    "getfloat": "value",
    "IPyClient.set_user_string": "self, devicename, vectorname, membername, user_string=''",
    "IPyClient.get_user_string": "self, devicename, vectorname, membername",
    "IPyClient.create_itemid": "self, devicename='', vectorname='', membername='', **kwargs",
    "IPyClient.snapshot": "self",
    "IPyClient.debug_verbosity": "self, verbose",
    "Device.snapshot": "self",
    "Vector.snapshot": "self",
    "QueClient": "txque, rxque, indihost='localhost', indiport=7624, blobfolder=None",
    "runqueclient": "txque, rxque, indihost='localhost', indiport=7624, blobfolder=None",
    "Snap.enabledlen": "self",
    "Snap.get_vector_state": "self, devicename, vectorname",
    "Snap.dictdump": "self, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "Snap.dumps": "self, indent=None, separators=None, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "Snap.dump": "self, fp, indent=None, separators=None, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapDevice.dictdump": "self, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapDevice.dumps": "self, indent=None, separators=None, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapDevice.dump": "self, fp, indent=None, separators=None, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapVector.dictdump": "self, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapVector.dumps": "self, indent=None, separators=None, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapVector.dump": "self, fp, indent=None, separators=None, inc_blob=False, inc_user_string=False, inc_itemid=False",
    "SnapVector.member": "self, membername",
    "SnapVector.memberlabel": "self, membername",
    "SnapVector.members": "self",
    "SnapNumberVector.getfloatvalue": "self, membername",
    "SnapNumberVector.getformattedvalue": "self, membername",
}

COROUTINES = [
    "IPyClient.asyncrun",
    "IPyClient.rxevent",
    "IPyClient.hardware",
    "IPyClient.send_newVector",
    "IPyClient.send_getProperties",
    "IPyClient.send_enableBLOB",
    "IPyClient.resend_enableBLOB",
    "IPyClient.send",
    "IPyClient.report",
    "IPyClient.warning",
    "Vector.create_clientevent",
    "SwitchVector.send_newSwitchVector",
    "TextVector.send_newTextVector",
    "NumberVector.send_newNumberVector",
    "BLOBVector.send_newBLOBVector",
]

PROPERTIES = {
    "IPyClient": "stop _stop connected indihost indiport messages BLOBfolder enableBLOBdefault data user_string_dict "
    "idle_timeout respond_timeout timeout_enable vector_timeout_min vector_timeout_max resend_enableBLOB_on_def",
    "Device": "data devicename messages enable user_string itemid",
    "Vector": "data name label group state perm rule timeout timestamp message message_timestamp devicename enable vectortype "
    "user_string itemid",
    "SnapVector": "data name label group state perm rule timeout timestamp message message_timestamp devicename enable "
    "vectortype user_string itemid",
    "SnapDevice": "data user_string itemid",
    "Member": "name label membervalue user_string itemid",
    "NumberMember": "name label membervalue format min max step",
    "BLOBMember": "name label membervalue blobsize blobformat filename path",
    "Event": "device vector",
    "defSwitchVector": "state message timeout label group perm rule memberlabels device vector",
    "setNumberVector": "state message timeout device vector",
    "setBLOBVector": "state message timeout device vector sizeformat",
}

SETTABLE = {
    "IPyClient": "indihost indiport messages BLOBfolder enableBLOBdefault idle_timeout respond_timeout timeout_enable "
    "vector_timeout_min vector_timeout_max resend_enableBLOB_on_def _stop",
    "Device": "messages user_string itemid",
    "Vector": "label group state perm rule timeout timestamp message message_timestamp enable user_string itemid",
    "SnapVector": "label group state perm rule timeout timestamp message message_timestamp enable user_string",
    "SwitchMember": "label membervalue user_string itemid",
    "NumberMember": "label membervalue format min max step",
    "BLOBMember": "label membervalue blobsize blobformat filename",
}

MODULES = {
    "events": "ConnectionLost ConnectionMade Event Message ParseException VectorTimeOut defBLOBVector defLightVector "
    "defNumberVector defSwitchVector defTextVector defVector delProperty getProperties getfloat propertyvectors "
    "setBLOBVector setLightVector setNumberVector setSwitchVector setTextVector setVector",
    "ipyclient": "Device IPyClient ParseException Snap SnapDevice events",
    "propertymembers": "BLOBMember LightMember Member NumberMember ParentBLOBMember ParentNumberMember ParseException "
    "SnapBLOBMember SnapMember SnapNumberMember SwitchMember TextMember getfloat",
    "propertyvectors": "BLOBMember BLOBVector ClientEvent LightMember LightVector NumberMember NumberVector "
    "ParseException PropertyVector SnapNumberVector SnapVector SwitchMember SwitchVector TextMember TextVector Vector",
    "queclient": "EventItem IPyClient QueClient runqueclient",
}
"""What scripts import from modules of indipyclient 0.9.4."""

EVENTTYPES = {
    "defSwitchVector": "Define",
    "defTextVector": "Define",
    "defNumberVector": "Define",
    "defLightVector": "Define",
    "defBLOBVector": "DefineBLOB",
    "setSwitchVector": "Set",
    "setTextVector": "Set",
    "setNumberVector": "Set",
    "setLightVector": "Set",
    "setBLOBVector": "SetBLOB",
    "delProperty": "Delete",
    "Message": "Message",
    "getProperties": "getProperties",
    "VectorTimeOut": "TimeOut",
    "ConnectionMade": "ConnectionMade",
    "ConnectionLost": "ConnectionLost",
}


def find(name: str) -> object:
    found: object = ipc
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("name", PARAMETERS)
def test_what_a_function_takes(name: str) -> None:
    function = find(name)
    assert callable(function)
    taken = [
        parameter.replace(annotation=parameter.empty) for parameter in inspect.signature(function).parameters.values()
    ]
    assert ", ".join(map(str, taken)) == PARAMETERS[name]


@pytest.mark.parametrize("name", COROUTINES)
def test_what_is_awaited(name: str) -> None:
    assert inspect.iscoroutinefunction(find(name))


@pytest.mark.parametrize("name", PROPERTIES)
def test_what_an_object_knows(name: str) -> None:
    for attribute in PROPERTIES[name].split():
        assert isinstance(inspect.getattr_static(find(name), attribute), property), attribute


@pytest.mark.parametrize("name", SETTABLE)
def test_what_can_be_set(name: str) -> None:
    for attribute in SETTABLE[name].split():
        found = inspect.getattr_static(find(name), attribute)
        assert isinstance(found, property), attribute
        assert found.fset, attribute


@pytest.mark.parametrize("name", MODULES)
def test_what_is_imported_from_modules(name: str) -> None:
    module = importlib.import_module(f"indipyterm.{name}")
    assert getattr(ipc, name) is module
    for each in MODULES[name].split():
        assert getattr(module, each) is getattr(ipc, each)


def test_the_version_is_there_under_both_names() -> None:
    assert ipc.version == ipc.__version__


def test_modules_are_imported_in_each_way_that_there_is() -> None:
    code = (
        "import indipyterm.events, indipyterm.ipyclient as a\nfrom indipyterm import propertyvectors, version\n"
        "from indipyterm.queclient import runqueclient, EventItem\nfrom indipyterm.propertymembers import *\n"
        "print(indipyterm.events.Message.eventtype, a.IPyClient.__name__, BLOBMember.__name__, runqueclient.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "Message IPyClient BLOBMember runqueclient\n"


@pytest.mark.parametrize("name", EVENTTYPES)
def test_eventtypes(name: str) -> None:
    event = find(name)
    assert isinstance(event, type)
    assert issubclass(event, ipc.Event)
    assert event.eventtype == EVENTTYPES[name]


def test_what_objects_have_from_the_start() -> None:
    client = ipc.IPyClient(mine=1)
    assert client.clientdata == {"mine": 1}
    assert client.enable_reports
    assert not client.stopped.is_set()
    assert (client.user_string, list(client), list(client.messages)) == ("", [], [])
    assert issubclass(ipc.QueClient, ipc.IPyClient)
    assert ipc.EventItem._fields == ("eventtype", "devicename", "vectorname", "timestamp", "snapshot")


def test_all_public_names_are_listed_and_documented() -> None:
    assert sorted(ipc.__all__) == ipc.__all__
    for name in ipc.__all__:
        found = find(name)
        if isinstance(found, type):
            assert found.__doc__, name
            assert found.__name__ == name
            for attribute, value in vars(found).items():
                if callable(value) or isinstance(value, property):
                    assert attribute.startswith("_") or inspect.getdoc(value), f"{name}.{attribute}"
