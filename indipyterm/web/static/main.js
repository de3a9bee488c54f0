/**
 * The frame around each page: bars, the way from page to page, themes. What a page shows comes with its own module,
 * loaded when it is opened.
 */

import { abort, call, closeOverlays, keep, kept, make, overlay, role, say, toast } from "./commands.js";
import { base, keyText, live } from "./live.js";
import { html, nothing, render } from "./vendor/lit-html.js";

const PAGES = {
  "/": "./devices.js",
  "/device": "./sheet.js",
  "/watch": "./watch.js",
  "/panel": "./panel.js",
  "/images": "./images.js",
  "/image": "./images.js",
  "/plot": "./plot.js",
  "/log": "./log.js",
  "/saved": "./saved.js",
};
const PLACES = [
  ["/", "Devices", "M4 5h16v5H4zM4 14h16v5H4zM7 7.5h2M7 16.5h2"],
  ["/watch", "Watch", "M12 3.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6L12 17l-5.4 3 1.2-6-4.5-4.2 6.1-.7z"],
  ["/images", "Images", "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01"],
  ["/log", "Log", "M4 6h16M4 10h16M4 14h16M4 18h10"],
];
const SEARCH = "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21";
const MOON = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z";
const MENU = "M4 6.5h16M4 12h16M4 17.5h16";
const THEMES = ["dark", "light", "auto", "night"];

const wideScreen = matchMedia("(min-width: 900px)");
const widestScreen = matchMedia("(min-width: 1400px)");
const lightScreen = matchMedia("(prefers-color-scheme: light)");

const top = make("header", { id: "top" });
const side = make("nav", { id: "side", aria: { label: "Devices" } });
const main = make("main", { id: "main", tabIndex: -1 });
const aside = make("aside", { id: "aside", aria: { label: "Log" } });
const bottom = make("nav", { id: "bottom", aria: { label: "Pages" } });
document.body.prepend(top, side, main, aside, bottom);

/** What the modules of pages are given. */
export const app = {
  base, role, live, call, toast, say, overlay, navigate, open: openPlace, theme, setTheme, themes: THEMES,
  user: document.body.dataset.user ?? "",
  /** Whether there is room for a second column. */
  wide: () => wideScreen.matches,
  /** The page that is open: what its module's `open` returned. */
  current: () => current,
  devices: sortedCards,
  path, subscribe,
};

/** @type {any} */
let current = null;
let log = null;
let visits = 0;

// From page to page

function path() {
  return location.pathname.slice(base.length) || "/";
}

/** Go to another page of ours, without loading all anew. */
export function navigate(url) {
  history.replaceState({ y: scrollY }, "");
  history.pushState({}, "", base + url);
  openPage();
}

/** Go to any page of the site. */
function openPlace(url) {
  if (new URL(base + url, location.href).pathname.slice(base.length) in PAGES) navigate(url);
  else location.assign(base + url);
}

async function openPage(y = 0) {
  const visit = ++visits;
  closeOverlays();
  let module;
  try {
    module = await import(PAGES[path()] ?? PAGES["/"]);
  } catch {
    return toast("This page cannot be loaded: the network failed", { title: "Not loaded" });
  }
  if (visit !== visits) return;
  const moved = current !== null;
  current?.close?.();
  const container = make("div");
  main.replaceChildren(container);
  main.className = `page-${path().slice(1) || "devices"}`;
  current = module.open(container, new URLSearchParams(location.search), app);
  scrollTo(0, 0);
  if (moved) main.focus({ preventScroll: true });
  if (y) live.addEventListener("frame", () => requestAnimationFrame(() => scrollTo(0, y)), { once: true });
  drawAll();
  subscribe();
}

/** Ask for what the page shows, what stands beside it, and what lies over it. */
async function subscribe(over = []) {
  const shows = [...(current?.show ?? []), ...over];
  if (wideScreen.matches) shows.push({ devices: true });
  const beside = widestScreen.matches && path() !== "/log";
  if (beside) shows.push({ log: true });
  live.show([...new Map(shows.map((scope) => [JSON.stringify(scope), scope])).values()]);
  if (beside && !log) log = (await import("./log.js")).open(aside, new URLSearchParams(), app);
  if (!beside && log) log = (log.close(), aside.replaceChildren(), null);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.href);
  const inner = url.pathname.startsWith(base) ? url.pathname.slice(base.length) || "/" : "";
  if (url.origin !== location.origin || !(inner in PAGES) || link.target || link.hasAttribute("download")) return;
  event.preventDefault();
  navigate(inner + url.search);
});
addEventListener("popstate", ({ state }) => openPage(state?.y ?? 0));
wideScreen.addEventListener("change", () => (drawAll(), subscribe()));
widestScreen.addEventListener("change", () => subscribe());
history.scrollRestoration = "manual";

// The bars

const icon = (path) => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

/** Whether a server is away, and not because somebody disconnected from it. */
const isLost = ({ connected, held }) => !connected && !held;

/** The state of the connection, in a few words, and its role. */
function connection() {
  if (!live.heard) return [`✗ not heard for ${live.silence()} s`, "alert"];
  if (!live.servers.length) return ["… connecting", "busy"];
  const found = live.servers.find(isLost) ?? live.servers.find(({ look }) => look !== "ok");
  if (!found) return ["● live", "ok"];
  const { name, connected, held, since, text, look } = found;
  const which = live.servers.length > 1 ? `${name} ` : "";
  if (connected || held) return [`${which}${text}`, look]; // it may be frozen: its system accepts connections all the same
  const seconds = since ? Math.max(0, Math.round((live.now() - since) / 1000)) : 0;
  return [since ? `✗ ${which}LOST ${seconds} s` : `✗ ${which}${text}`, "alert"];
}

/** The same with all that is known of it, for a line of its own. */
function longWords(words) {
  const lost = live.servers.find(isLost);
  return live.heard && lost ? `${live.servers.length > 1 ? `${lost.name} ` : ""}${lost.text}` : words;
}

function drawTop() {
  const [words, look] = connection();
  const names = live.servers.map(({ name }) => name).join(", ");
  const busy = sortedCards().flatMap((card) => (card.busy ?? []).map((text) => `${card.title} ${text}`));
  document.body.classList.toggle("lost", look === "alert");
  document.body.classList.toggle("silent", !live.heard);
  render(
    html`<button type="button" class="state" @click=${() => lazily("menu", "connection")} aria-label=${`Connection: ${[names, words, ...live.modes.map(([text]) => text)].join(" ")}`}
        ><span class="names">${names || "INDI"}</span> <span class="words ${look}">${words}</span>${live.modes.map(
          ([text, role]) => html` <span class="mode ${role}">${text.split(" ").map((word) => html`<span>${word}</span> `)}</span>`,
        )}</button>
      <span class="running busy">${wideScreen.matches && busy.length ? `◐ ${busy.join("  ◐ ")}` : nothing}</span>
      ${wideScreen.matches
        ? html`<nav class="places" aria-label="Pages">${PLACES.map(
            ([to, name]) => html`<a href=${base + to} aria-current=${to === path() ? "page" : nothing}>${name}</a>`,
          )}</nav>`
        : nothing}
      <button type="button" class="icon" aria-label="Find or do" @click=${() => lazily("palette", "palette")}>${icon(SEARCH)}</button
      ><button type="button" class="icon" aria-label="Night" aria-pressed=${theme() === "night"} @click=${toggleNight}>${icon(MOON)}</button
      ><button type="button" class="icon" aria-label="Menu" @click=${() => lazily("menu", "menu")}>${icon(MENU)}</button
      >${role > 1 ? html`<button type="button" class="abort" @click=${() => abort()}>ABORT</button>` : nothing}
      <p class="banner alert">${look === "alert" ? longWords(words) : nothing}</p>`,
    top,
  );
}

function drawBottom() {
  render(
    PLACES.map(
      ([to, name, drawn]) => html`<a href=${base + to} aria-current=${to === path() ? "page" : nothing}>${icon(drawn)}${name}</a>`,
    ),
    bottom,
  );
}

/** All devices in the order of their names, which is that of the keys 1 to 9. */
function sortedCards() {
  return [...live.cards.values()].sort((one, other) => one.title.localeCompare(other.title));
}

const deviceUrl = ([s, d]) => `${base}/device?${new URLSearchParams({ s, d })}`;

function drawSide() {
  if (!wideScreen.matches) return render(nothing, side);
  const here = keyText(current?.device ?? []);
  const line = (card, index) => html`<li>
    <a class="device" href=${deviceUrl(card.k)} aria-current=${keyText(card.k) === here ? "page" : nothing}
      ><span class="number">${index < 9 ? index + 1 : ""}</span><span class="sign ${live.heard ? card.role : "stale"}">${
        live.heard ? card.sign : live.signs.stale[0]
      }</span><span class="name">${card.title}</span><span class="count">${card.vectors}</span></a></li>`;
  return render(html`<ol>${sortedCards().map(line)}</ol>`, side);
}

function drawAll() {
  drawTop();
  drawBottom();
  drawSide();
}

/** Run what a module does that is loaded only now. */
async function lazily(module, name, ...options) {
  try {
    (await import(`./${module}.js`))[name](app, ...options);
  } catch {
    toast("The network failed; ABORT is still tried", { title: "Not loaded" });
  }
}

live.addEventListener("frame", ({ detail: frame }) => {
  if (frame.servers || frame.modes || frame.devices || frame.gone || frame.all) drawTop();
  if (frame.devices || frame.gone || frame.all) drawSide();
});
live.addEventListener("heard", drawAll);
setInterval(() => (document.body.classList.contains("lost") || !live.servers.length) && drawTop(), 1000);

// What lies under the bar has to know how high it is: it wraps where letters are large.
new ResizeObserver(() => document.documentElement.style.setProperty("--bar", `${top.offsetHeight}px`)).observe(top);

// Keys: their module comes with the first one that is pressed, for a phone has none. What is pressed meanwhile waits.

const pressed = [];
document.addEventListener("keydown", function early(event) {
  const typing = event.target.matches?.("input, textarea");
  if (!typing && /^[:/?']$/.test(event.key)) event.preventDefault();
  if (pressed.push(event) > 1) return;
  const loaded = ({ listen }) => (document.removeEventListener("keydown", early), listen(app, pressed));
  import("./keys.js").then(loaded, () => (pressed.length = 0));
});

// Themes: the server writes the chosen one into the page, so that the first thing painted has it already.

/** The theme that is seen: "dark", "light" or "night". */
export function theme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "night" || chosen === "dark") return chosen;
  return lightScreen.matches ? "light" : "dark";
}

/** Red and back: at the telescope there is no time for a menu. */
function toggleNight() {
  const before = kept("day") ?? "dark";
  setTheme(theme() === "night" ? before : "night");
}

async function setTheme(chosen) {
  if (chosen !== "night") keep("day", chosen);
  document.documentElement.dataset.theme = chosen;
  themeChanged();
  const { ok } = await call("/theme", { method: "POST", body: { theme: chosen } });
  if (!ok) toast("It lasts until this page is closed", { title: "Theme not kept" });
}

function themeChanged() {
  const bars = getComputedStyle(document.documentElement).getPropertyValue("--panel");
  for (const meta of document.querySelectorAll("meta[name=theme-color]")) meta.content = bars; // the browser's own
  document.dispatchEvent(new Event("theme"));
  drawTop();
}

lightScreen.addEventListener("change", themeChanged);
const dim = Number(kept("dim") ?? 0);
if (dim) document.documentElement.style.setProperty("--dim", dim);

drawAll();
openPage().finally(() => live.start()); // then the first thing asked for is what the page shows
