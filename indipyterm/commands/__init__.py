"""Scripting INDI devices: async functions that read, set, watch, save and restore properties over a `session.Session`.

    from indipyterm.commands.get import get
    from indipyterm.commands.session import connect
    from indipyterm.commands.set import set_values

    async with connect("localhost", 7624) as session:
        for reading in await get(session, ["Focuser*.ABS_FOCUS_POSITION"]):
            print(reading)
        answers = await set_values(session, ["Focuser.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION=45000"])

The functions are `get.get`, `set.set_values`, `watch.watch`, `wait.wait_for`, `save.save`, `diff.diff` and
`restore.restore`. `session.connect` opens a session with a client of its own; a program that has an `IPyClient` makes a
`Session` of it and hands each of its events to `Session.hear`.
"""
