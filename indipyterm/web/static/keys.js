/** The keyboard, as in the terminal. Letters are keys only where nobody types. */

import { abort, call, closeOverlays, connect, make, toast, topOverlay } from "./commands.js";
import { keyText, live } from "./live.js";
import { plotUrl } from "./details.js";

const TWICE = 1000; // ms within which a second X means everything

/** @param {object} app @param {KeyboardEvent[]} pressed while this module was loaded */
export function listen(app, pressed) {
  let aborted = -Infinity;
  const device = () => app.current()?.device;

  function abortKey() {
    const twice = performance.now() - aborted < TWICE;
    aborted = performance.now();
    if (app.role > 1) abort(twice ? undefined : device());
  }

  function goDevice(index) {
    const card = app.devices()[index];
    if (card) app.navigate(`/device?${new URLSearchParams({ s: card.k[0], d: card.k[1] })}`);
    else if (!live.cards.size) app.navigate("/");
  }

  const everywhere = {
    X: abortKey,
    ":": async () => (await import("./palette.js")).palette(app),
    "?": async () => (await import("./help.js")).help(),
    F1: async () => (await import("./help.js")).help(),
    0: () => app.navigate("/watch"),
    L: () => app.navigate("/log"),
    p: () => app.navigate("/images"),
    b: async () => (await import("./blobs.js")).blobs(app),
    r: () => live.retry(),
    c: () => device() && app.role > 1 && connect(device()),
    C: () => app.role > 1 && connect(),
    "/": () => app.current()?.field?.focus(),
  };

  function sheetKey(event) {
    const sheet = app.current()?.sheet;
    if (!sheet) return false;
    const row = sheet.rowOf(document.activeElement);
    const order = [...sheet.root.querySelectorAll(".row:not([hidden])")].map((element) => sheet.rowOf(element)).filter(Boolean);
    const step = (to) => {
      const next = order[Math.max(0, Math.min(order.length - 1, to))];
      next?.parts.label.focus({ preventScroll: true });
      next?.element.scrollIntoView({ block: "nearest" });
    };
    const at = order.indexOf(row);
    const ends = order.length - 1;
    const moves = { ArrowDown: at + 1, j: at + 1, n: at + 1, ArrowUp: at - 1, k: at - 1, N: at - 1, g: 0, Home: 0, G: ends, End: ends };
    if (event.key in moves) return step(moves[event.key]), true;
    if (event.key === "[" || event.key === "]") return goGroup(event.key === "]" ? 1 : -1), true;
    if (!row) return false;
    const act = {
      ArrowRight: () => choose(row, 1), l: () => choose(row, 1), ArrowLeft: () => choose(row, -1), h: () => choose(row, -1),
      e: () => sheet.openRow(row), i: () => sheet.details(row), "*": () => sheet.star(row),
      t: () => plot(row.record), y: () => copy(valuesText(row.record)),
      Y: () => copyCommand(row.record),
    }[event.key];
    if (act) act();
    return Boolean(act);
  }

  function goGroup(by) {
    const sections = app.current()?.groups?.() ?? [];
    const under = document.querySelector("#top").getBoundingClientRect().bottom + 60;
    const focused = sections.findIndex((section) => section.contains(document.activeElement));
    const at = focused < 0 ? sections.findLastIndex((section) => section.getBoundingClientRect().top < under) : focused;
    const next = sections[Math.max(0, Math.min(sections.length - 1, at + by))];
    next?.scrollIntoView();
    next?.querySelector(".row:not([hidden]) .label")?.focus({ preventScroll: true });
  }

  function choose(row, by) {
    const chips = [...row.parts.frame.querySelectorAll("button.chip, button.more")].filter((one) => one.offsetParent);
    const now = chips.indexOf(document.activeElement);
    const on = chips.findIndex((one) => one.classList.contains("on"));
    const to = now >= 0 ? now + by : on < 0 ? 0 : on + by;
    chips[Math.max(0, Math.min(chips.length - 1, to))]?.focus();
  }

  function plot(record) {
    if (record.kind !== "Number" || !record.readable) return toast("Only numbers that can be read have a history", { title: record.label });
    return app.navigate(plotUrl(record.k, record.members[0].name).slice(app.base.length));
  }

  function escape() {
    const field = app.current()?.field;
    if (topOverlay()) return topOverlay().watched || topOverlay().close();
    if (field?.value) return (field.value = ""), field.dispatchEvent(new Event("input"));
    if (document.activeElement === field) return field.blur();
    return undefined;
  }

  function key(event) {
    if (event.isComposing || (event.defaultPrevented && !pressed.includes(event))) return;
    const typing = event.target.matches?.("input:not([type=checkbox], [type=range]), textarea");
    if (event.ctrlKey && event.key === "p") return event.preventDefault(), closeOverlays(), everywhere[":"]();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return escape();
    if (typing) {
      const field = app.current()?.field;
      if (event.target === field && (event.key === "Enter" || event.key === "ArrowDown")) {
        event.preventDefault();
        document.querySelector(".row:not([hidden]) .label")?.focus();
      }
      return;
    }
    if (topOverlay() && event.key !== "X") return;
    if (app.current()?.key?.(event)) return event.preventDefault();
    if (/^[1-9]$/.test(event.key)) goDevice(Number(event.key) - 1);
    else if (event.key in everywhere) everywhere[event.key]();
    else if (!sheetKey(event)) return;
    event.preventDefault();
  }

  document.addEventListener("keydown", key);
  pressed.forEach(key);
}

function valuesText({ kind, members, v }) {
  if (kind !== "Switch") return v.join(" ");
  return members.filter((_, index) => v[index] === "On").map(({ label }) => label).join(" ");
}

/** The command for a shell that sets a row to its values, or to the choice that has the focus. */
async function copyCommand({ k: [s, d, v], members, label }) {
  const chip = document.activeElement.closest("button.chip");
  const choice = chip ? { m: members[Number(chip.dataset.i)].name } : {};
  const { ok, data } = await call(`/command?${new URLSearchParams({ s, d, v, ...choice })}`);
  if (!ok) return toast(data.error ?? "The network failed", { title: label });
  if (data.command) return copy(data.command);
  return toast("A name or value here has control characters: shells differ in them", { title: "Not copied:" });
}

/** Where the page came by plain http, browsers have only the old way to copy. */
async function copy(text) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else {
    const before = document.activeElement;
    const field = make("textarea", { className: "hidden", value: text });
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    if (!copied) return toast(text, { title: "Not copied, for this browser lets no page do so:" });
  }
  return toast(text, { title: "Copied", good: true });
}
