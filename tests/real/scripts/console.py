"""Weather on a console: a task beside the client, messages, logging: PORT."""

import asyncio
import logging
import sys

import indipyterm as ipc

WEATHER = "Weather Simulator"
log: list[str] = []


class Keep(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log.append(f"{record.levelname} {record.getMessage()}")


async def control(client: ipc.IPyClient) -> None:
    while not client.connected or WEATHER not in client or "CONNECTION" not in client[WEATHER]:
        await asyncio.sleep(0.05)
    client.debug_verbosity(2)
    await client.send_newVector(WEATHER, "CONNECTION", members={"CONNECT": "On"})
    while "WEATHER_STATUS" not in client[WEATHER]:
        await client.send_getProperties(WEATHER)
        await asyncio.sleep(0.2)
    client.debug_verbosity(0)
    status = client[WEATHER]["WEATHER_STATUS"]
    print(status.vectortype, sorted(status), set(status.values()) <= {"Idle", "Ok", "Busy", "Alert"})
    await client.report("looked at the sky")
    await client.warning("it may rain")
    while not client.messages or client.messages[0][1] != "it may rain":
        await asyncio.sleep(0.05)
    when, text = client.messages[1]
    print(when.tzinfo, text)
    client.shutdown()


async def main() -> None:
    client = ipc.IPyClient("127.0.0.1", int(sys.argv[1]))
    await asyncio.gather(client.asyncrun(), control(client))
    print(any(line.startswith("DEBUG") and "<newSwitchVector" in line for line in log))
    print(any(line.startswith("DEBUG") and "<oneSwitch" in line for line in log))
    print([line for line in log if "sky" in line or "rain" in line])


logging.getLogger().addHandler(Keep())
logging.getLogger().setLevel(logging.DEBUG)
asyncio.run(main())
