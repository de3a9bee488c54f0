"""Scripting INDI devices: async functions that read, set, watch, save and restore properties over a `session.Session`.

    from indipyterm.commands.get import get
    from indipyterm.commands.session import connect
    from indipyterm.commands.set import set_values

    async with connect("localhost", 7624) as session:
        for reading in await get(session, ["Focuser*.ABS_FOCUS_POSITION"]):
            print(reading)
        answers = await set_values(session, ["Focuser.ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION=45000"])

`get.get`, `set.set_values`, `abort.abort`, `watch.watch`, `wait.wait_for`, `save.save`, `diff.diff` and
`restore.restore` are the commands; `cli` gives them to the command line, and `run` is the edge where errors become exit
statuses. `completion` answers a shell at a Tab.
A program with an `IPyClient` of its own, which it runs with ``asyncrun``, gives commands a session of that:

    with Session(client) as session:
        await get(session)
"""
