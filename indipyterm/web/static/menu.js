/** The menu, and what is known of the connections. */

import { call, keep, make, overlay, runVerb, toast } from "./commands.js";
import { live } from "./live.js";

const NAMES = { dark: "Dark", light: "Light", auto: "Auto", night: "Night red" };

function themes(app) {
  const box = make("div", { className: "chips pick", role: "group", aria: { label: "Theme" } });
  const mark = () => {
    for (const chip of box.children) {
      const on = chip.dataset.theme === (document.documentElement.dataset.theme || "auto");
      chip.classList.toggle("on", on);
      chip.setAttribute("aria-pressed", on);
    }
  };
  for (const name of app.themes) {
    const chip = make("button", { type: "button", className: "chip", dataset: { theme: name } }, make("span", { className: "v" }, NAMES[name]));
    chip.onclick = () => (app.setTheme(name), mark());
    box.append(chip);
  }
  mark();
  return box;
}

function dimmer() {
  const root = document.documentElement;
  const slider = make("input", { type: "range", min: 0, max: 0.8, step: 0.05, id: "dim" });
  slider.value = root.style.getPropertyValue("--dim") || 0;
  slider.oninput = () => {
    root.style.setProperty("--dim", slider.value);
    keep("dim", slider.value);
  };
  return make("label", { className: "dimmer" }, "Dimmer ", slider);
}

export function menu(app) {
  const entry = (text, action, key = "") => {
    const button = make("button", { type: "button" }, text, key ? make("kbd", {}, key) : null);
    button.onclick = () => (it.close(), action());
    return make("li", {}, button);
  };
  const link = (text, url) => make("li", {}, make("a", { href: app.base + url }, text));
  const list = make(
    "ul", { className: "entries" },
    entry("BLOBs and files", async () => (await import("./blobs.js")).blobs(app), "b"),
    entry("Keys", async () => (await import("./help.js")).help(), "?"),
    link("Saved settings", "/saved"),
    link("Your account", "/me"),
    app.role > 2 ? link("Users", "/users") : null,
    app.role > 2 ? link("Settings", "/settings") : null,
    entry(`Log out ${app.user}`, () => logOut(app)),
  );
  const version = make("p", { className: "hint" }, `indipyterm ${document.body.dataset.version ?? ""}`);
  const it = overlay("Menu", make("div", { className: "menu" }, themes(app), dimmer(), list, version), { className: "narrow" });
}

async function logOut(app) {
  const { ok, status } = await app.call("/logout", { method: "POST", raw: true });
  if (ok || status === 401) location.assign(`${app.base}/login`);
  else toast("The network failed", { title: "Still logged in" });
}

/** Verbs of a replay, as the palette has them. */
const REPLAY = [["seek -1m", "−1 min"], ["pause", "Pause"], ["play", "Play"], ["seek +1m", "+1 min"], ["speed 1", "×1"], ["speed 10", "×10"]];

async function replayVerb(text) {
  const { ok, data } = await call(`/search?${new URLSearchParams({ q: text })}`);
  const [found] = ok ? data.candidates : [];
  if (found?.runs) return runVerb(text, found);
  return toast(found?.detail ?? "The network failed", { title: "Replay:" });
}

function replay() {
  const chips = make("div", { className: "chips", role: "group", aria: { label: "Replay" } });
  for (const [text, words] of REPLAY) {
    const chip = make("button", { type: "button", className: "chip" }, make("span", { className: "v" }, words));
    chip.onclick = () => replayVerb(text);
    chips.append(chip);
  }
  return chips;
}

/** Each server in words, and a way to try anew. */
export function connection(app) {
  const replaying = live.modes.some(([text]) => text.startsWith("REPLAY"));
  const list = make("ul", { className: "entries servers" });
  const draw = () => {
    list.replaceChildren(
      ...live.servers.map(({ name, connected, text }) =>
        make("li", {}, make("b", {}, name), " ", make("span", { className: connected ? "ok" : "alert" }, text)),
      ),
    );
    for (const [text, look] of live.modes) list.append(make("li", { className: look }, text));
    const silent = live.heard ? `this page: heard ${live.silence()} s ago` : `this page: not heard for ${live.silence()} s`;
    list.append(make("li", { className: live.heard ? "" : "alert" }, silent));
  };
  const again = make("button", { type: "button" }, "Try again now", make("kbd", {}, "r"));
  again.onclick = () => live.retry();
  draw();
  const timer = setInterval(draw, 1000);
  overlay("Connections", make("div", { className: "menu" }, list, replaying && app.role > 1 ? replay() : null, again), { className: "narrow", onclose: () => clearInterval(timer) });
}
