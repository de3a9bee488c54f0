/**
 * Vectors as rows: the page of a device, and what the watch list and panels share with it.
 *
 * A template draws a row when its vector is defined. What changes afterwards `paint` writes into the elements that it
 * found then, without a template: that is the hot path.
 *
 * @typedef {import("./live.js").Record} Record
 * @typedef {import("./live.js").Key} Key
 */

import { keep, kept, make, otherText, role, send, toast, upload, whyNot } from "./commands.js";
import { base, clockText, keyText, live, safeText } from "./live.js";
import { html, nothing, render } from "./vendor/lit-html.js";

const REACTION = 400; // ms that people take at least to see a change and act on it
const PATIENCE = 10; // seconds, where the driver gave no timeout
const FOLDED_FROM = 13; // switches of a vector, of which only those that are on are shown at first
const FILTERED_FROM = 5; // members of a vector, of which only those that match are shown
const MAIN_GROUP = "Main Control"; // comes first, wherever the driver has it
const WIDEST = 24; // characters that are kept free for a number

/** The vectors of the watch list, kept by the browser. */
export const stars = {
  /** @returns {Key[]} */
  all: () => JSON.parse(kept("watch") ?? "[]"),
  has: (key) => stars.all().some((one) => keyText(one) === keyText(key)),
  toggle(key) {
    const rest = stars.all().filter((one) => keyText(one) !== keyText(key));
    const saved = keep("watch", JSON.stringify(stars.has(key) ? rest : [...rest, key]));
    if (!saved) toast("This browser keeps nothing", { title: "Watch list" });
  },
};

/** How long a request has been waiting, or how much of a time that was asked for is over, and the role of that. */
export function pendingText([sent, limit, given, answered, progress]) {
  const elapsed = Math.max(0, Math.floor((live.now() - sent) / 1000));
  const most = Math.ceil(limit || PATIENCE);
  if (elapsed >= most && !answered) return [`no answer for ${elapsed} s`, "alert"];
  if (progress) return [progress, "busy"];
  const limited = given && most <= 2 * elapsed && elapsed <= most;
  return [limited ? `${elapsed}s, at most ${most}s` : `${elapsed}s`, "busy"];
}

/** Write a text if it is another one: what is not touched need not be laid out again. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// What a row consists of

const unitText = (unit) => (unit && !unit.includes(":") ? unit : ""); // "hh:mm:ss" says how to type, not what it is

function values(record) {
  const bare = record.unit !== null && record.members.length === 1;
  return html`<div class="values">${record.members.map(
    (member, index) => html`<span class="member" data-i=${index}
      >${bare ? nothing : html`<span class="title">${member.title}</span>`}<span class="v"></span
      ><span class="unit">${unitText(bare ? record.unit : member.unit)}</span><span class="meaning"></span
      ><span class="target"></span></span>`,
  )}</div>`;
}

function switches(record) {
  const kind = { AnyOfMany: "any", AtMostOne: "most" }[record.rule] ?? "one";
  const folded = record.members.length >= FOLDED_FROM;
  const chip = (member, index) =>
    record.writable && role > 1
      ? html`<button type="button" class="chip member" data-i=${index}><span class="v">${member.label}</span></button>`
      : html`<span class="chip member" data-i=${index}><span class="v">${member.label}</span></span>`;
  return html`<div class="values chips ${kind} ${folded ? "folded" : ""}">${record.members.map(chip)}${folded
    ? html`<button type="button" class="more" aria-expanded="false">+${record.members.length} ▾</button>`
    : nothing}</div>`;
}

const lights = (record) =>
  html`<div class="values">${record.members.map(
    (member, index) => html`<span class="member" data-i=${index}
      ><span class="sign" aria-hidden="true"></span><span class="title">${member.label}</span
      ><span class="v hidden"></span></span>`,
  )}</div>`;

function blobs(record) {
  const named = record.members.length > 1 || !record.readable; // else the name of its file says more
  return html`<div class="values">${record.members.map(
    (member, index) => html`<span class="member" data-i=${index}
      >${named ? html`<span class="title">${member.label}</span>` : nothing}<a class="v"></a><span class="unit"></span
      >${record.writable && role > 1 ? html`<button type="button" class="file">⟨send a file⟩</button>` : nothing}</span>`,
  )}</div>`;
}

const DRAWN = { Switch: switches, Light: lights, BLOB: blobs };

const frameOf = (record, label) => html`
  <span class="sign" aria-hidden="true"></span
  ><button type="button" class="label" title=${record.k[2]}><span>${label}</span><span class="hidden word"></span></button
  ><span class="perm">${record.mark}</span>${(DRAWN[record.kind] ?? values)(record)}
  <span class="under-way"><span class="other"></span><span class="wait"></span></span><time></time
  ><button type="button" class="star" tabindex="-1" aria-label="Watch" aria-pressed="false"></button
  ><p class="refusal" hidden></p>`;

/** Of what cannot be read only ticks are shown, as they were sent. */
const isOn = ({ v, readable, rule }, index) => v[index] === "On" && (readable || rule === "AnyOfMany");

/** One vector. */
export class Row {
  element = make("div", { className: "row" });
  #members = [];
  #texts = [];
  #filter = "";

  /** @param {Record} record @param {{label?: string, only?: string[]|null}} look a panel's own label, and members */
  constructor(record, look = {}) {
    this.look = look;
    this.element.setAttribute("role", "group");
    this.define(record);
  }

  /** Draw the row of a vector that was defined, or defined anew. An editor in it stays. */
  define(record) {
    this.record = record;
    record.view = this;
    const editable = record.writable && role > 1 && (record.kind === "Number" || record.kind === "Text");
    const label = this.look.label || record.label;
    const had = this.parts?.frame.contains(document.activeElement);
    const frame = make("div", { className: "frame" }); // new, since the template does not know what `paint` wrote
    render(frameOf(record, label), frame);
    const find = (selector) => frame.querySelector(selector);
    this.parts?.frame.remove();
    this.element.prepend(frame);
    this.element.className = `row ${record.kind.toLowerCase()}${editable ? " editable" : ""}`;
    this.element.dataset.key = keyText(record.k);
    this.element.setAttribute("aria-label", label);
    this.parts = { frame, sign: find(".sign") };
    for (const name of ["label", "word", "wait", "other", "refusal", "star", "more"]) this.parts[name] = find(`.${name}`);
    this.parts.time = find("time");
    this.#members = [...frame.querySelectorAll(".member")];
    this.#texts = this.#members.map((member) => {
      const text = document.createTextNode("");
      if (record.kind !== "Switch") member.querySelector(".v").append(text);
      return text;
    });
    this.#filter = "";
    if (this.look.only) this.#members.forEach((one, index) => (one.hidden = !this.#wanted(index)));
    this.showStar();
    this.paint(record, record.v);
    if (had) this.parts.label.focus({ preventScroll: true });
  }

  #wanted(index) {
    return !this.look.only || this.look.only.includes(this.record.members[index].name);
  }

  /**
   * Write what changed: the keys in `state`, the texts in `values` by index. Without both, all of the state.
   *
   * @param {object|null} state
   * @param {Object<number, string>|string[]|null} values
   */
  paint(state, values) {
    const { record } = this;
    if (!state && !values) state = record;
    for (const index in values ?? {}) this.#paintValue(index, values[index]);
    if (record.kind === "BLOB") this.#paintFiles();
    if (record.kind === "Switch") this.#paintSwitches();
    else if (state?.t) this.#paintEach(".target", state.t, `${live.signs.arrow} `);
    if (!state) return;
    if (state.meaning) this.#paintEach(".meaning", state.meaning);
    const stale = record.stale || !live.heard;
    const [sign, look] = stale ? live.signs.stale : [record.sign, record.role];
    this.element.classList.toggle("stale", stale);
    this.parts.sign.className = `sign ${look}`;
    setText(this.parts.sign, sign);
    setText(this.parts.word, `, ${stale ? `stale (was ${record.s})` : record.s}`);
    setText(this.parts.other, otherText(record));
    setText(this.parts.time, clockText(record.changed));
    const note = record.unknown || record.refusal;
    this.parts.refusal.hidden = !note;
    setText(this.parts.refusal, note ? `✗ ${note}` : "");
    this.paintUsable();
    this.tick();
  }

  /** Show what passes with time alone. */
  tick() {
    const { busy, s, stale } = this.record;
    const [text, look] = busy && s === "Busy" && !stale ? pendingText(busy) : ["", "busy"];
    setText(this.parts.wait, text);
    this.parts.wait.className = `wait ${look}`;
  }

  /** Close the controls while nothing can be sent. */
  paintUsable() {
    const closed = Boolean(whyNot(this.record));
    for (const button of this.parts.frame.querySelectorAll("button.chip, button.file")) {
      if (button.disabled !== closed) button.disabled = closed;
    }
  }

  showStar() {
    const on = stars.has(this.record.k);
    this.parts.star.setAttribute("aria-pressed", on);
    setText(this.parts.star, on ? "★" : "☆");
  }

  /** Show the row if it matches, of many members those that do. */
  filter(text) {
    if (text === this.#filter) return;
    this.#filter = text;
    const { record } = this;
    const own = `${record.k.join(" ")} ${record.group} ${record.label}`.toLowerCase();
    const rest = text.toLowerCase().split(/\s+/).filter((word) => word && !own.includes(word));
    const hit = ({ label, name }, index) => {
      const all = `${label} ${name} ${record.v[index]}`.toLowerCase();
      return rest.every((word) => all.includes(word));
    };
    const hits = record.members.map(hit);
    const some = rest.length > 0 && record.members.length >= FILTERED_FROM;
    this.#members.forEach((one, index) => (one.hidden = !this.#wanted(index) || (some && !hits[index])));
    this.element.classList.toggle("found", some);
    this.element.hidden = rest.length > 0 && !hits.includes(true);
  }

  #paintValue(index, value) {
    const text = this.#texts[index];
    if (!text) return;
    text.data = value;
    const { kind } = this.record;
    if (kind === "Number") {
      const box = text.parentElement;
      const wide = Math.min(WIDEST, value.length);
      if (wide > (box.wide ?? 0)) box.style.minWidth = `${(box.wide = wide)}ch`; // only growing: rows do not dance
    } else if (kind === "Light") {
      const [sign, look] = live.signs[value] ?? live.signs.stale;
      const element = this.#members[index].firstElementChild;
      element.className = `sign ${look}`;
      setText(element, sign);
    }
  }

  #paintSwitches() {
    const { v, t = {} } = this.record;
    this.#members.forEach((member, index) => {
      const on = isOn(this.record, index);
      member.classList.toggle("on", on);
      member.classList.toggle("asked", t[index] !== undefined && t[index] !== v[index]);
      if (member.localName === "button") member.setAttribute("aria-pressed", on);
    });
  }

  #paintEach(selector, texts, before = "") {
    this.#members.forEach((member, index) => {
      const element = member.querySelector(selector);
      if (element) setText(element, texts[index] ? before + texts[index] : "");
    });
  }

  #paintFiles() {
    const { v, size = {}, file = {}, readable } = this.record;
    this.#members.forEach((member, index) => {
      const link = member.querySelector(".v");
      this.#texts[index].data = v[index] || (readable ? "— none yet" : "");
      setText(member.querySelector(".unit"), size[index] ?? "");
      if (file[index]) link.href = `${base}/image?${new URLSearchParams({ id: file[index] })}`;
      else if (size[index]) link.href = `${base}/images`; // it was not saved
      else link.removeAttribute("href");
    });
  }
}

// What a tap means

/** One tap, one command. A tap on the choice that is on does nothing. */
function tapSwitch(record, index) {
  const on = isOn(record, index);
  if (on && record.rule === "OneOfMany") return;
  send(record, { [record.members[index].name]: on ? "Off" : "On" });
}

function chooseFile(record, index) {
  const input = make("input", { type: "file" });
  input.onchange = () => input.files[0] && upload(record, record.members[index].name, input.files[0]);
  input.click();
}

/** Show all switches of a row that shows only those that are on, or no longer. */
function unfold(row) {
  const folded = row.parts.frame.querySelector(".chips").classList.toggle("folded");
  row.parts.more.setAttribute("aria-expanded", !folded);
  setText(row.parts.more, folded ? `+${row.record.members.length} ▾` : "▴");
}

/** Bring children into an order, moving only those that are out of it: one that is moved loses the focus. */
function arrange(parent, children) {
  let next = parent.firstElementChild;
  for (const child of children) {
    if (child === next) next = next.nextElementSibling;
    else parent.insertBefore(child, next);
  }
}

/** Rows under headings. */
export class Sheet {
  /** @type {Map<string, Row>} */
  rows = new Map();
  #sections = new Map();
  #filter = "";
  #timer = setInterval(() => this.#tick(), 1000);
  #moved = { at: -REACTION, rows: new Set() }; // what stands elsewhere since then

  /**
   * @param {HTMLElement} root
   * @param {{heading: (record: Record) => string, place?: (record: Record) => number, accept?: (record: Record) => boolean,
   *   look?: (record: Record) => object, onchange?: (headings: string[]) => void}} options
   */
  constructor(root, { heading, place = (record) => record.order, accept = () => true, look, onchange = () => {} }) {
    Object.assign(this, { root, heading, place, accept, look, onchange });
    root.addEventListener("click", (event) => this.#click(event));
    this.follow = ({ detail: frame }) => {
      if (frame.all || frame.define || frame.delete) this.redraw();
      if (frame.closed !== undefined) for (const row of this.rows.values()) row.paintUsable();
    };
    live.addEventListener("frame", this.follow);
    this.redraw();
  }

  close() {
    live.removeEventListener("frame", this.follow);
    clearInterval(this.#timer);
  }

  /** Put the rows where they belong. What stays is not touched: focus, place and editors stay, too. */
  redraw() {
    const records = [...live.records.values()].filter(this.accept);
    records.sort((one, other) => this.place(one) - this.place(other));
    const groups = new Map();
    for (const record of records) {
      const name = this.heading(record);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(this.#row(record).element);
    }
    this.#noteMoved([...this.root.querySelectorAll(".row")], [...groups.values()].flat());
    const kept = new Set(records.map((record) => keyText(record.k)));
    for (const [key, row] of this.rows) {
      if (kept.has(key) || row.element.matches(".open")) continue; // what was typed in a row that is gone stays
      row.element.remove();
      this.rows.delete(key);
    }
    arrange(this.root, [...groups.keys()].map((name) => this.section(name)));
    for (const [name, elements] of groups) arrange(this.section(name).lastElementChild, elements);
    for (const [name, section] of this.#sections) {
      if (section.lastElementChild.childElementCount) continue;
      section.remove();
      this.#sections.delete(name);
    }
    this.#applyFilter();
    this.onchange([...groups.keys()]);
  }

  /** Note which rows will stand elsewhere, or under something else than before: a tap there was not meant for them. */
  #noteMoved(before, after) {
    const first = before.findIndex((row, place) => row !== after[place]);
    if (first >= 0) this.#moved = { at: performance.now(), rows: new Set(after.slice(first)) };
  }

  #row(record) {
    const key = keyText(record.k);
    const row = this.rows.get(key);
    if (row && row.record !== record) row.define(record);
    if (!row) this.rows.set(key, new Row(record, this.look?.(record)));
    return this.rows.get(key);
  }

  /** The element of a group. */
  section(name) {
    if (!this.#sections.has(name)) {
      const heading = make("h2", { tabIndex: -1 }, name);
      this.#sections.set(name, make("section", { className: "group" }, heading, make("div", { className: "rows" })));
    }
    return this.#sections.get(name);
  }

  /** Show only the rows in which all words of a text are found. */
  filter(text) {
    this.#filter = text.trim();
    this.#applyFilter();
  }

  #applyFilter() {
    for (const row of this.rows.values()) row.filter(this.#filter);
    for (const section of this.#sections.values()) {
      section.hidden = ![...section.lastElementChild.children].some((row) => !row.hidden);
    }
    const found = [...this.rows.values()].filter((row) => !row.element.hidden).length;
    if (this.rows.size) this.root.dataset.empty = found ? "" : "Nothing matches";
  }

  #tick() {
    for (const row of this.rows.values()) if (row.record.busy) row.tick();
  }

  /** The row that an element is in. @returns {Row|undefined} */
  rowOf(element) {
    return this.rows.get(element?.closest?.(".row")?.dataset.key);
  }

  /** Scroll to a vector, and put the cursor on it. @param {Key} key */
  go(key) {
    const row = this.rows.get(keyText(key));
    for (const one of this.rows.values()) one.element.classList.toggle("sought", one === row);
    row?.element.scrollIntoView({ block: "center" });
    row?.parts.label.focus({ preventScroll: true });
    return Boolean(row);
  }

  /** `detail` is 0 for a key: that acts on what has the focus, wherever it went. */
  #click({ target, detail }) {
    this.root.querySelector(".sought")?.classList.remove("sought");
    const row = this.rowOf(target);
    if (!row || target.closest(".editor, a[href]")) return;
    const index = Number(target.closest(".member")?.dataset.i ?? 0);
    const acts = target.closest(".file, button.chip");
    if (acts && detail && this.#moved.rows.has(row.element) && performance.now() - this.#moved.at < REACTION) {
      toast("The rows have moved just now: look again, and tap again");
    } else if (target.closest(".star")) this.star(row);
    else if (target.closest(".more")) unfold(row);
    else if (target.closest(".file")) chooseFile(row.record, index);
    else if (target.closest("button.chip")) tapSwitch(row.record, index);
    else if (target.closest(".label")) this.openRow(row);
    else if (target.closest(".member") && row.element.matches(".editable")) this.openRow(row, index);
  }

  /** Open the editor of a row, at a member; or what is known of it, where there is nothing to type. */
  async openRow(row, index = 0) {
    if (row.element.matches(".editable")) (await import("./editor.js")).edit(row, index);
    else this.details(row);
  }

  async details(row) {
    (await import("./details.js")).details(row.record);
  }

  star(row) {
    stars.toggle(row.record.k);
    row.showStar();
  }
}

// The page of a device

/** @param {HTMLElement} container @param {URLSearchParams} params */
export function open(container, params) {
  const device = [params.get("s") ?? "", params.get("d") ?? ""];
  const title = () => live.cards.get(keyText(device))?.title ?? safeText(device[1]);
  const field = make("input", { type: "search", className: "filter", placeholder: "filter", spellcheck: false, aria: { label: "Filter" } });
  const heading = make("h1", {}, title());
  const tabs = make("nav", { className: "tabs", aria: { label: "Groups" } });
  const root = make("div", { className: "sheet" });
  container.append(make("header", { className: "head" }, heading, field), tabs, root);
  document.title = `${title()} · INDI`;
  let wanted = params.get("v") ? [...device, params.get("v")] : null;
  let group = params.get("g");

  const seen = new IntersectionObserver(mark, { rootMargin: "-25% 0px -70% 0px" });
  const sheet = new Sheet(root, {
    accept: ({ k }) => k[0] === device[0] && k[1] === device[1],
    heading: (record) => record.group,
    place: ({ group, order }) => (group === MAIN_GROUP ? order - 1e6 : order),
    onchange(names) {
      const link = (name) => html`<a href="#" @click=${(event) => (event.preventDefault(), goGroup(name))}>${name}</a>`;
      render(names.map(link), tabs);
      seen.disconnect();
      queueMicrotask(() => names.forEach((name) => seen.observe(sheet.section(name))));
      queueMicrotask(arrive);
    },
  });
  field.oninput = () => sheet.filter(field.value);

  /** Go to the group or the vector of the address, as soon as it is there. */
  function arrive() {
    if (wanted && sheet.go(wanted)) wanted = null;
    if (group && sheet.root.children.length && goGroup(group)) group = null;
  }

  function goGroup(name) {
    const section = [...root.children].find((one) => one.firstElementChild.textContent === name);
    section?.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    section?.firstElementChild.focus({ preventScroll: true });
    return Boolean(section);
  }

  function mark(entries) {
    const at = entries.find((entry) => entry.isIntersecting)?.target.firstElementChild.textContent;
    if (at === undefined) return;
    for (const link of tabs.children) {
      if (link.textContent !== at) link.removeAttribute("aria-current");
      else link.setAttribute("aria-current", "true"), tabs.scrollTo({ left: link.offsetLeft - tabs.clientWidth / 3 });
    }
  }

  const follow = ({ detail: frame }) => {
    if (frame.devices) setText(heading, title());
    if (frame.all && !sheet.rows.size) root.dataset.empty = `${title()} has no properties now`;
  };
  live.addEventListener("frame", follow);

  return {
    show: [{ device }],
    device,
    sheet,
    field,
    groups: () => [...root.children].filter((one) => !one.hidden),
    close() {
      live.removeEventListener("frame", follow);
      seen.disconnect();
      sheet.close();
    },
  };
}
