/**
 * What goes to the server: values, ABORT, verbs; and what comes back at once: questions, refusals, short notices.
 *
 * A command is never repeated by the page. Where the network failed, it says that nobody knows whether it was sent.
 */

import { base, keyText, live, page } from "./live.js";

const GOOD_SECONDS = 4;
const BAD_SECONDS = 10;
const MOST_TOASTS = 3;
const LATE = 2000; // ms after which an ABORT without an answer is not passed over in silence

/** What the user may do: 1 look, 2 operate, 3 administer. */
export const role = Number(document.body.dataset.role ?? 1);

/** The ids of what this page sent and has no answer to. */
const asked = new Set();
/** The vectors, as texts, that are Busy because of this page. */
const own = new Set();

/** `document.createElement` with properties and children, texts being texts. */
export function make(tag, properties = {}, ...children) {
  const { className = "", dataset, aria, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), { className }, rest);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** What this browser keeps for this site under a name; null if it keeps nothing. */
export function kept(name) {
  try {
    return localStorage.getItem(`indipyterm${base} ${name}`);
  } catch {
    return null; // it is not allowed to
  }
}

/** Have this browser keep a text. @returns {boolean} whether it does */
export function keep(name, text) {
  try {
    localStorage.setItem(`indipyterm${base} ${name}`, text);
    return true;
  } catch {
    return false;
  }
}

// Requests

/**
 * @param {string} path with its query
 * @param {{method?: string, body?: object|Blob, signal?: AbortSignal, raw?: boolean}} options
 * @returns {Promise<{ok: boolean, status: number, data: any}>} status 0: the network failed
 */
export async function call(path, { method = "GET", body, signal, raw } = {}) {
  const options = { method, signal, headers: {}, credentials: "same-origin" };
  if (method === "POST") options.headers["Idempotency-Key"] = newKey();
  if (body instanceof Blob) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let response;
  try {
    response = await fetch(base + path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { ok: false, status: 0, data: {} };
  }
  if (response.status === 401) logIn();
  if (raw && response.ok) return response;
  const data = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, data };
}

/** The session has ended: ask who is there, and come back to this page. */
export function logIn() {
  const here = location.pathname.slice(base.length) + location.search;
  location.assign(`${base}/login?next=${encodeURIComponent(here)}`);
}

live.addEventListener("login", logIn);

/** A name for each request: Chromium repeats one whose connection broke, and the server does nothing for the second. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join("");

// Notices

const toasts = make("div", { className: "toasts", role: "region", aria: { label: "Notices" } });
const said = make("p", { className: "hidden", id: "said", aria: { live: "polite" } });
document.body.append(toasts, said);

/** Say something to those who do not see the screen. */
export function say(text) {
  said.textContent = text;
}

/** Show a short notice, of what went wrong for longer. `link`: where a tap on it leads. @returns {HTMLElement} */
export function toast(text, { good = false, title = "", link = "" } = {}) {
  say(title ? `${title.replace(/:$/, "")}: ${text}` : text);
  for (const one of [...toasts.children]) if (one.dataset.text === title + text || (good && one.matches(".good"))) one.remove();
  const close = make("button", { className: "close", type: "button", aria: { label: "Close" } }, "✕");
  const sign = make("span", { className: `sign ${good ? "ok" : "alert"}`, aria: { hidden: "true" } }, good ? "●" : "▲");
  const words = make("p", {}, title ? make("b", {}, `${title} `) : null, link ? make("a", { href: link }, text) : text);
  const one = make("div", { className: `toast ${good ? "good" : "bad"}`, dataset: { text: title + text } }, sign, words, close);
  close.onclick = () => one.remove();
  toasts.append(one);
  while (toasts.children.length > MOST_TOASTS) toasts.firstChild.remove();
  setTimeout(() => one.remove(), (good && !link ? GOOD_SECONDS : BAD_SECONDS) * 1000);
  return one;
}

/** Sheets leave room for notices, which never lie over what is used. */
new ResizeObserver(() => document.documentElement.style.setProperty("--notices", `${toasts.offsetHeight}px`)).observe(toasts);

live.addEventListener("frame", ({ detail: frame }) => {
  if (own.size) for (const [id, state] of frame.set ?? []) if (state?.busy === null) own.delete(keyText(live.records.get(id).k));
  for (const { title, text, good } of frame.notices ?? []) toast(text, { title, good });
  if (frame.image) showImage(frame);
  for (const { id, title, verdict, text, good } of frame.answers ?? []) {
    if (asked.delete(id) || !good) toast(text || verdict, { title, good });
  }
});

let newest; // the id of the last image; undefined until it is known

/** Lead to an image that came while this page is open. */
function showImage({ image: { id, name } }) {
  const known = newest !== undefined || live.heardOnce;
  if (known && id !== newest && !/^\/images?$/.test(location.pathname.slice(base.length))) {
    toast(name, { title: "Image", good: true, link: `${base}/image?${new URLSearchParams({ id })}` });
  }
  newest = id;
}

// Sheets that lie over the page. They are not modal in the browser's sense: ABORT stands in the bar above, and must
// work from each of them.

const open = [];

/**
 * Show `content` as a sheet: from below on a phone, in the middle of a large screen. While `stays()`, a tap beside it does
 * not close it, nor does another sheet. One that goes `over` the others closes none.
 *
 * @returns {{element: HTMLDialogElement, close: () => void}}
 */
export function overlay(title, content, { className = "", onclose = () => {}, stays = () => false, alert = false, over = alert } = {}) {
  if (!over) for (const one of [...open]) if (!one.stays()) one.close(); // one at a time; what is typed stays below
  const before = document.activeElement;
  const close = make("button", { className: "close", type: "button", aria: { label: "Close" } }, "✕");
  const heading = make("h2", { id: `over-${newKey()}`, tabIndex: -1 }, title);
  const element = make("dialog", { className: `over ${className}`, aria: { labelledby: heading.id } });
  if (alert) element.setAttribute("role", "alertdialog");
  element.append(make("div", { className: "over-head" }, heading, close), content);
  const shade = make("div", { className: "shade" });
  document.body.append(shade, element);
  element.show();
  const watcher = "CloseWatcher" in window ? new CloseWatcher() : null; // Escape, and the phone's way back
  const it = { element, close: end, stays, watched: watcher !== null };
  if (watcher) watcher.onclose = end;
  close.onclick = end;
  shade.onclick = () => stays() || end();
  open.push(it);
  setInert();
  const first = element.querySelector("[data-first]") ?? heading;
  first.focus({ preventScroll: true });
  return it;

  function end() {
    const place = open.indexOf(it);
    if (place < 0) return;
    open.splice(place, 1);
    watcher?.destroy();
    element.remove();
    shade.remove();
    setInert();
    onclose();
    if (before?.isConnected) before.focus({ preventScroll: true });
  }
}

/** A keyboard on the screen covers what is at the bottom, unless the browser makes the page smaller for it. */
visualViewport?.addEventListener("resize", () => {
  const covered = innerHeight - visualViewport.height * visualViewport.scale;
  document.documentElement.style.setProperty("--keyboard", `${covered > 80 ? Math.round(covered) : 0}px`);
});

/** The sheet on top, if there is one. */
export const topOverlay = () => open.at(-1);

export function closeOverlays() {
  while (open.length) open.at(-1).close();
}

function setInert() {
  for (const element of document.querySelectorAll("#main, #bottom, #side, #aside")) element.inert = open.length > 0;
  for (const one of open) one.element.inert = one !== open.at(-1);
}

/** Ask a question; the answer is Yes or No. */
export function ask({ title, details = "" }) {
  return new Promise((resolve) => {
    const yes = make("button", { className: "primary", type: "button" }, "Yes ", make("kbd", {}, "y"));
    const no = make("button", { type: "button", dataset: { first: "" } }, "No ", make("kbd", {}, "n"));
    const content = make("div", { className: "question" });
    content.append(make("p", {}, details), make("div", { className: "buttons" }, yes, no));
    let answer = false;
    const it = overlay(title, content, { className: "narrow", alert: true, onclose: () => resolve(answer) });
    yes.onclick = () => ((answer = true), it.close());
    no.onclick = () => it.close();
    it.element.addEventListener("keydown", (event) => {
      if (event.key === "y") yes.click();
      if (event.key === "n") no.click();
    });
  });
}

// Sending

/** Who else asked for something that is not done yet: "⇄ Anna"; "" if nobody did. @param {import("./live.js").Record} record */
export function otherText(record) {
  const browser = record.busy && record.by && !own.has(keyText(record.k));
  return record.other || browser ? `${live.signs.other} ${record.other ? "" : record.by}`.trim() : "";
}

/** Why nothing can be sent to a vector now; "" if something can. @param {import("./live.js").Record} record */
export function whyNot(record) {
  if (role < 2) return "You may look, and not send";
  if (live.closed) return live.closed;
  if (!live.heard) return `Not heard for ${live.silence()} s: nothing is sent`;
  if (record.stale) return "Not connected: nothing is sent";
  return record.writable ? "" : "Only the device sets this";
}

/**
 * POST something, and ask the user if the server wants that.
 *
 * @returns {Promise<{ok: boolean, status: number, data: any}>} status 0: not known whether it was done; -1: the user
 * said no
 */
export async function post(path, body) {
  const tried = await call(path, { method: "POST", body: { page, ...body } });
  if (tried.status !== 428) return tried;
  const consent = tried.data.question;
  if (!(await ask(consent))) return { ok: false, status: -1, data: {} };
  return call(path, { method: "POST", body: { page, ...body, consent } });
}

/**
 * Send values of a vector, as they were typed.
 *
 * @param {import("./live.js").Record} record
 * @param {Object<string, string>} values by member name
 * @returns {Promise<{ok: boolean, status: number, error: string, member?: string}>}
 */
export async function send(record, values) {
  const reason = whyNot(record);
  if (reason) return refused(record, { status: 409, data: { error: reason } });
  own.add(keyText(record.k)); // at once: the state that follows may come before the answer
  const answer = await post("/send", { key: record.k, defined: record.defined, values });
  if (!answer.ok) return refused(record, answer);
  follow(answer.data);
  return { ok: true, status: answer.status, error: "" };
}

function refused(record, { status, data }) {
  if (status) own.delete(keyText(record.k));
  const error = status === 0 ? notKnown(record) : (data.error ?? (status === -1 ? "" : `The server answered ${status}`));
  if (error) toast(error, { title: record.label });
  return { ok: false, status, error, member: data.member };
}

/** Until the next state of the vector tells. */
function notKnown(record) {
  record.unknown = "Not known whether it was sent";
  live.find(record.k)?.view?.paint(null, null);
  return record.unknown;
}

/** Stop everything; or what runs on `device`, or else what runs anywhere. Tried whatever the page believes of the connection. */
export async function abort(device) {
  let waits = null;
  const late = setTimeout(() => (waits = toast("no answer yet", { title: "ABORT:" })), LATE);
  const { ok, status, data } = await call("/abort", { method: "POST", body: device ? { page, running: device } : { page } });
  clearTimeout(late);
  waits?.remove();
  if (status === 0) return toast("Not known whether it was sent: the network failed", { title: "ABORT" });
  if (!ok && !data.not) return toast(data.error ?? `The server answered ${status}`, { title: "ABORT" });
  const { text = "", not = [] } = data;
  if (not.length) toast(not.join("; "), { title: "Not stopped" });
  if (text) toast(text, { good: true });
}

/** Note what was sent in one go: its answers are shown, and what it makes Busy is no other's doing. */
function follow({ ids = [], keys = [] }) {
  for (const id of ids) asked.add(id);
  for (const key of keys) {
    own.add(keyText(key));
    live.find(key)?.view?.paint(null, null);
  }
}

/** Connect to the hardware of a device, or of all. */
export async function connect(device) {
  const { ok, status, data } = await post("/connect", device ? { device } : {});
  if (ok) return follow(data);
  const failed = status === 0 ? "Not known whether it was sent" : data.error;
  if (failed) toast(failed, { title: "Connect" });
}

/** Run what the search field found. @returns {Promise<{ok: boolean, error: string}>} */
export async function runVerb(q, candidate, device) {
  const { title, effect } = candidate;
  const { ok, status, data } = await post("/verb", { q, title, effect, device });
  if (ok) {
    follow(data);
    toast(data.text || title, { good: true });
    return { ok, error: "" };
  }
  const error = status === 0 ? "Not known whether it was sent" : (data.error ?? "");
  if (error) toast(error, { title });
  return { ok, error };
}

/** Upload a file to a member of a BLOB vector. */
export async function upload(record, member, file) {
  const reason = whyNot(record);
  if (reason) return refused(record, { status: 409, data: { error: reason } });
  const [s, d, v] = record.k;
  const format = /\.[^.]+(\.(gz|fz|z))?$/i.exec(file.name)?.[0] ?? "";
  const query = new URLSearchParams({ s, d, v, m: member, format, page });
  toast(`${file.name} …`, { title: "Sending", good: true });
  const answer = await call(`/blob?${query}`, { method: "POST", body: file });
  if (!answer.ok) return refused(record, answer);
  follow(answer.data);
  return { ok: true, status: answer.status, error: "" };
}
