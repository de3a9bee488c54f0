/** The keys, which are those of the terminal. */

import { make, overlay } from "./commands.js";

const KEYS = [
  ["Everywhere", [
    ["X", "ABORT what runs here, or else everything"], ["X X", "ABORT everything, everywhere"], [": Ctrl+P", "find or do"],
    ["1 … 9", "device"], ["0", "watch list"], ["L", "log"], ["p", "images"], ["b", "BLOBs"], ["r", "reconnect now"],
    ["c C", "connect this device, all devices"], ["?", "this list"], ["Esc", "close, back"],
  ]],
  ["In a list of properties", [
    ["↓ ↑ j k", "next, previous"], ["g G", "first, last"], ["[ ]", "previous, next group"], ["← → h l", "choice within a row"],
    ["Enter", "edit; on a choice: send it"], ["e", "edit"], ["i", "details"], ["*", "watch"], ["t", "plot"],
    ["y", "copy the value"], ["Y", "copy the command that sets it"], ["/ n N", "filter; next, previous match"],
  ]],
  ["While typing", [["Enter", "send all that was changed"], ["Tab", "next field"], ["Esc", "cancel"]]],
];

export function help() {
  const parts = KEYS.flatMap(([title, keys]) => [
    make("h3", {}, title),
    make("dl", { className: "facts keys" }, ...keys.flatMap(([key, text]) => [
      make("dt", {}, ...key.split(" ").map((one) => make("kbd", {}, one))),
      make("dd", {}, text),
    ])),
  ]);
  overlay("Keys", make("div", {}, ...parts));
}
