"""What a page shows, as it says on its socket."""

from __future__ import annotations

from typing import Any, NamedTuple

from indipyterm.presentation.keys import DeviceKey, VectorKey

_MOST_VECTORS = 1_000


class Scope(NamedTuple):
    """What a page wants to know: `devices` for the cards of all, one `device`, single `vectors`, `log`, `transfers`."""

    devices: bool = False
    device: DeviceKey | None = None
    vectors: frozenset[VectorKey] = frozenset()
    log: bool = False
    transfers: bool = False

    @property
    def owners(self) -> frozenset[DeviceKey]:
        """The devices of its vectors."""
        owners = {key.owner for key in self.vectors}
        return frozenset(owners | {self.device} if self.device else owners)


def read_scope(show: Any) -> Scope:
    """Read the `show` of a page. Raises ValueError, in words, where it is not as it should be."""
    if not isinstance(show, list):
        raise ValueError("show has to be a list")
    scope = Scope()
    for one in show:
        match one:
            case {"devices": True}:
                scope = scope._replace(devices=True)
            case {"log": True}:
                scope = scope._replace(log=True)
            case {"transfers": True}:
                scope = scope._replace(transfers=True)
            case {"device": [str(server), str(device)]}:
                scope = scope._replace(device=DeviceKey(server, device))
            case {"vectors": list(keys)} if len(keys) <= _MOST_VECTORS:
                scope = scope._replace(vectors=frozenset(map(read_vector_key, keys)))
            case {"history": list()}:
                pass  # its values come with the vectors
            case _:
                raise ValueError("show has something unknown in it")
    return scope


def read_vector_key(key: Any) -> VectorKey:
    """Read ``[server, device, vector]``. Raises ValueError."""
    match key:
        case [str(server), str(device), str(vector)]:
            return VectorKey(server, device, vector)
    raise ValueError("a property is given as [server, device, property]")


def read_device_key(key: Any) -> DeviceKey:
    """Read ``[server, device]``. Raises ValueError."""
    match key:
        case [str(server), str(device)]:
            return DeviceKey(server, device)
    raise ValueError("a device is given as [server, device]")
