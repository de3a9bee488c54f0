"""The camera of a series: which image belongs to an exposure, what keeps it from exposing, and how it is set."""

from __future__ import annotations

from collections.abc import Mapping

from indipyterm.model.devices import Device
from indipyterm.model.standard import abort_requests, connect_request, connected
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import ON, Kind, State
from indipyterm.protocol.numbers import number_or_none
from indipyterm.workspace.series.plan import Plan
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Request, requests_to
from indipyterm.workspace.transfers import Transfers

IMAGES = {"CCD_EXPOSURE": "CCD1", "GUIDER_EXPOSURE": "CCD2", "SENSOR_INTEGRATION": "SENSOR"}
"""The BLOB that each exposure makes, by INDI's standard."""

_MODE, _LOCAL = "UPLOAD_MODE", "UPLOAD_LOCAL"
_IMAGE_SETTINGS = (
    "CCD_FRAME", "CCD_BINNING", "CCD_FRAME_TYPE", "CCD_GAIN", "CCD_OFFSET", "CCD_CONTROLS", "CCD_CAPTURE_FORMAT",
    "CCD_TRANSFER_FORMAT", "CCD_COMPRESSION", "CCD_COOLER", "GUIDER_FRAME", "GUIDER_BINNING", "GUIDER_FRAME_TYPE",
    "UPLOAD_MODE",
)  # fmt: skip

Settings = Mapping[str, Mapping[str, str]]
"""Values by property and member."""


def image_of(device: Device, exposure: str) -> str | None:
    """The name of the BLOB property that an exposure of a device makes; None if there is none."""
    blobs = [vector.name for vector in device.present() if vector.kind is Kind.BLOB and vector.readable]
    if (usual := IMAGES.get(exposure)) in blobs:
        return usual
    return blobs[0] if len(blobs) == 1 and exposure != "GUIDER_EXPOSURE" else None


def why_no_images(servers: Servers, transfers: Transfers, plan: Plan) -> str:
    """Why the images of a series would not be saved here; empty if they are."""
    mode = servers.vector(plan.camera._replace(vector=_MODE))
    local = mode.members.get(_LOCAL) if mode else None
    if local and local.value == ON:
        return f"{_MODE} is Local: the camera sends no images; set it to Client or Both"
    if transfers.folder is None:
        return "images are not saved: there is no folder for them"
    if not transfers.wanted(plan.image):
        return f"images are not saved: {plan.image.vector} is turned off (b)"
    return ""


def present(servers: Servers, key: VectorKey) -> Vector | None:
    """A vector of a server that is connected, defined since then."""
    vector = servers.vector(key) if is_live(servers, key.server) else None
    return vector if vector and not vector.stale else None


def is_live(servers: Servers, name: str) -> bool:
    """Whether a server is connected, by its client as well, which knows it before the workspace does."""
    return servers.live(name) and servers[name].client.connected


def why_away(servers: Servers, *keys: VectorKey) -> str:
    """Why vectors are not there now; empty if all are."""
    for key in keys:
        if not is_live(servers, key.server):
            return "the connection is lost"
        if present(servers, key) is None:
            device = servers.device(key.owner)
            if device and connected(device) is False:
                return f"{key.device} is not connected"
            return f"{key.device} is away" if device is None else f"{key.vector} is not there"
    return ""


def exposes(servers: Servers, camera: VectorKey, *, asked: bool = False) -> bool:
    """Whether a camera exposes, for whomever; `asked`: also if it has not answered yet what this client asked for."""
    vector = present(servers, camera)
    if vector is None or vector.state is not State.BUSY:
        return False
    return asked or vector.request is None or vector.request.answered


def seconds_left(servers: Servers, plan: Plan) -> float:
    """The seconds that a camera says its exposure has to run."""
    vector = servers.vector(plan.camera)
    member = vector.members.get(plan.member) if vector else None
    return (number_or_none(member.value) if member else None) or 0.0


def image_arrives(servers: Servers, image: VectorKey) -> bool:
    """Whether a BLOB of a property is being received."""
    arriving = servers.client(image).transfers() if image.server in servers else []
    return any((one.device, one.vector) == (image.device, image.vector) for one in arriving)


def reconnect_requests(servers: Servers, owners: set[DeviceKey]) -> list[Request]:
    """What connects devices to their hardware that have come back without."""
    found = list[Request]()
    for owner in sorted(owners):
        device = servers.device(owner)
        vector = present(servers, VectorKey(*owner, "CONNECTION"))
        if device and vector and vector.state is not State.BUSY and (request := connect_request(device)):
            found += requests_to(owner, [request])
    return found


def abort_exposure(servers: Servers, camera: VectorKey) -> list[Request]:
    """What stops an exposure: the abort of this one if the device has several."""
    device = servers.device(camera.owner)
    requests = abort_requests(device) if device else []
    kind, _, what = camera.vector.partition("_")
    own = [one for one in requests if one[0] == f"{kind}_ABORT_{what}"]
    return requests_to(camera.owner, own or requests)


def image_settings(servers: Servers, camera: VectorKey) -> Settings:
    """The settings of a camera that its images depend on, as they are now."""
    found = ((name, servers.vector(camera._replace(vector=name))) for name in _IMAGE_SETTINGS)
    return {name: {one.name: one.value for one in vector.members.values()} for name, vector in found if vector}


def different_settings(before: Settings, now: Settings) -> list[str]:
    """The properties that have other values now, of those that are there both times."""
    return [name for name, values in before.items() if name in now and now[name] != values]


def is_guide_head(vector: str) -> bool:
    """Whether a property belongs to the guide head of a camera that has one."""
    return vector.startswith("GUIDER_")
