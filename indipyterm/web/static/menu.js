/** The menu, and what is known of the connections. */

import { call, keep, make, overlay, runVerb, toast } from "./commands.js";
import { live } from "./live.js";
import { html, nothing, render } from "./vendor/lit-html.js";

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

/** Do what a text means in the palette; of several lines the one of that title. */
async function paletteVerb(text, title = "") {
  const { ok, data } = await call(`/search?${new URLSearchParams({ q: text })}`);
  const found = ok ? data.candidates.find((one) => !title || one.title === title) : null;
  if (found?.runs) return runVerb(text, found);
  return toast(found?.detail ?? (ok ? "This cannot be done now" : "The network failed"), { title: title || text });
}

function replay() {
  const chips = make("div", { className: "chips", role: "group", aria: { label: "Replay" } });
  for (const [text, words] of REPLAY) {
    const chip = make("button", { type: "button", className: "chip" }, make("span", { className: "v" }, words));
    chip.onclick = () => paletteVerb(text);
    chips.append(chip);
  }
  return chips;
}

/** Disconnect from a server, or connect to it again. */
function turn({ name, held }) {
  if (held) paletteVerb(`server on ${name}`, `Connect to ${name}`);
  else paletteVerb(`server off ${name}`, `Disconnect from ${name}`);
}

/** Each server in words, and ways to try anew. */
export function connection(app) {
  const replaying = live.modes.some(([text]) => text.startsWith("REPLAY"));
  const list = make("ul", { className: "entries servers" });
  const line = (server) => html`<li><span><b>${server.name}</b> <span class=${server.connected ? "ok" : server.held ? "stale" : "alert"}>${server.text}</span></span
    >${app.role > 2 && !replaying
      ? html`<button type="button" class="turn" aria-label="${server.held ? "Connect to" : "Disconnect from"} ${server.name}" @click=${() => turn(server)}>${server.held ? "Connect" : "Disconnect"}</button>`
      : nothing}</li>`;
  const draw = () => {
    const silent = live.heard ? `this page: heard ${live.silence()} s ago` : `this page: not heard for ${live.silence()} s`;
    const modes = live.modes.map(([text, look]) => html`<li class=${look}>${text}</li>`);
    render(html`${live.servers.map(line)}${modes}<li class=${live.heard ? "" : "alert"}>${silent}</li>`, list);
  };
  const again = make("button", { type: "button" }, "Try again now", make("kbd", {}, "r"));
  again.onclick = () => live.retry();
  draw();
  const timer = setInterval(draw, 1000);
  live.addEventListener("frame", draw);
  const end = () => (clearInterval(timer), live.removeEventListener("frame", draw));
  overlay("Connections", make("div", { className: "menu" }, list, replaying && app.role > 1 ? replay() : null, again), { className: "narrow", onclose: end });
}
