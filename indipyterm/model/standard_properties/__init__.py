"""INDI's standard properties, each in one line: what it does, whether to ask first, and a sentence about it.

The one table of them, in a module for each kind of device. Save and restore, the questions before risky actions, abort,
what is shown as running, the palette's verbs and the descriptions on screen read it. The names are those of INDI's
standard properties, of the interfaces in libindi 1.9 and 2.x, and of the drivers that come with `indiserver`; the
sentences are for the person at the telescope.

`indipyterm.model.standard` loads it when the first property is asked about, and is what the rest of the program asks.
"""

from __future__ import annotations

from indipyterm.model.standard_properties import (
    camera,
    dome,
    general,
    mount,
    optical_train,
    power,
    sensor,
    simulator,
    weather,
)

MODULES = (general, mount, camera, optical_train, dome, weather, power, sensor, simulator)

PROPERTIES = {name: standard for module in MODULES for name, standard in module.PROPERTIES.items()}
"""By name. ``#`` in a name stands for the number of a numbered property, in its description as well."""
