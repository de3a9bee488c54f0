/**
 * Typing values: in the row on a large screen, as a sheet from below on a phone.
 *
 * What was typed belongs to the user: no update touches it. The values that the device has meanwhile stand beside the
 * fields, and what another client or browser sent is shown before anything is sent over it.
 */

import { call, make, otherText, overlay, say, send, toast, whyNot } from "./commands.js";
import { keyText, live } from "./live.js";
import { actions, details } from "./details.js";

const PAUSE = 200; // ms without a key, after which the server is asked what a text means

let opened = null;

/**
 * Open the editor of a row.
 *
 * @param {import("./sheet.js").Row} row
 * @param {number} index of the member to begin with
 */
export function edit(row, index) {
  if (opened && !opened.form.isConnected) opened.close(); // its page was left
  if (opened?.key === keyText(row.record.k)) return opened.focus(index);
  if (opened?.dirty()) return opened.remind();
  opened?.close();
  opened = new Editor(row, index);
  return opened;
}

class Editor {
  #fields;
  #seen;
  #defined; // which definition the user saw
  #closed = false;
  #sending = false;
  #unchanged = {}; // what is sent although nothing was typed, as a time that is asked for again
  #reason = ""; // why nothing can be sent now

  constructor(row, index) {
    this.row = row;
    this.record = row.record;
    this.key = keyText(this.record.k);
    this.#seen = this.#signature();
    this.#defined = this.record.defined;
    this.#fields = this.record.members.map((member, place) => new Field(this.record, member, place, () => this.#changed()));
    this.other = make("p", { className: "other", hidden: true });
    this.fault = make("p", { className: "fault", role: "alert", hidden: true });
    this.sendButton = make("button", { className: "primary", type: "submit" }, "Send");
    const cancel = make("button", { type: "button" }, "Cancel");
    const about = make("button", { type: "button" }, "Details");
    about.onclick = () => details(this.record);
    const before = (this.before = make("button", { type: "button", hidden: true }, "Values before"));
    const fields = make("fieldset", {}, make("legend", { className: "hidden" }, this.record.label), ...this.#fields.map(({ element }) => element));
    this.form = make("form", { className: "editor", noValidate: true, autocomplete: "off" });
    this.form.append(fields, this.other, this.fault, make("p", { className: "buttons" }, this.sendButton, cancel, before), actions(this.record, about));
    this.form.onsubmit = (event) => (event.preventDefault(), this.#send());
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    cancel.onclick = () => this.close();
    this.follow = () => this.#update();
    live.addEventListener("frame", this.follow);
    live.addEventListener("heard", this.follow);
    if (matchMedia("(min-width: 900px)").matches) {
      row.element.append(this.form);
      row.element.classList.add("open");
    } else {
      this.overlay = overlay(this.record.label, this.form, { className: "edit", stays: () => this.dirty(), onclose: () => this.close() });
    }
    this.focus(index);
    this.#begin();
    this.#update();
  }

  focus(index) {
    this.#fields[index]?.input.focus();
    this.#fields[index]?.input.select();
  }

  dirty() {
    return this.#fields.some((field) => field.edited);
  }

  remind() {
    this.#fault(`Not sent yet: ${this.record.label}. Send or cancel it first`);
    this.form.scrollIntoView({ block: "nearest" });
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    if (opened === this) opened = null;
    live.removeEventListener("frame", this.follow);
    live.removeEventListener("heard", this.follow);
    const focused = this.form.contains(document.activeElement);
    this.form.remove();
    this.row.element.classList.remove("open");
    this.overlay?.close();
    if (!live.find(this.record.k)) this.row.element.remove(); // it stayed because of what was typed
    else if (focused) this.row.parts.label.focus({ preventScroll: true });
  }

  /** Fill the fields with what they begin with: the last values asked for, or those that are. */
  async #begin() {
    const [s, d, v] = this.record.k;
    const { ok, data } = await call(`/editor?${new URLSearchParams({ s, d, v })}`);
    if (!ok || this.#closed) return;
    this.#unchanged = data.unchanged;
    this.#fields.forEach((field, place) => field.start(data.starts[place] ?? ""));
    if (document.activeElement?.form === this.form && !this.dirty()) document.activeElement.select();
    if (!data.previous) return;
    this.before.hidden = false;
    this.before.onclick = () => {
      for (const field of this.#fields) if (field.name in data.previous) field.type(data.previous[field.name]);
    };
  }

  /** What another one's send changes. */
  #signature() {
    const other = otherText(this.record);
    return JSON.stringify([other, other && this.record.busy?.[0], other && this.record.t]);
  }

  #update() {
    if (!this.form.isConnected) return this.close();
    const record = live.find(this.record.k);
    this.row.element.classList.toggle("stale", !record || record.stale || !live.heard);
    this.sendButton.disabled = !record;
    if (!record) return this.#fault("This property is gone");
    if (record !== this.record) this.#takeOver(record);
    for (const field of this.#fields) field.update(record);
    const reason = whyNot(record);
    this.sendButton.disabled = this.#sending || Boolean(reason);
    if (reason !== this.#reason) this.#fault((this.#reason = reason));
    if (otherText(record) && this.#signature() !== this.#seen) {
      this.#seen = this.#signature();
      const asked = Object.values(record.t).join(" ");
      const who = record.other ? "another client" : record.by;
      this.other.textContent = `${live.signs.other} ${who} ${asked ? `asked for ${asked}` : "sent something"} meanwhile`;
      this.other.hidden = false;
      this.sendButton.textContent = "Send over it";
      say(this.other.textContent);
    }
    return undefined;
  }

  /** The property was sent anew, as after a reconnect, or is another one now: what was typed stays. */
  #takeOver(record) {
    this.#fault("");
    this.record = record;
    for (const field of this.#fields) field.find(record);
  }

  #changed() {
    this.#fault("");
  }

  #fault(text) {
    this.fault.textContent = text;
    this.fault.hidden = !text;
  }

  async #send() {
    const edited = this.#fields.filter((field) => field.edited);
    if (!edited.length && !Object.keys(this.#unchanged).length) {
      this.close();
      return toast("Nothing was changed, so nothing is sent", { title: this.record.label, good: true });
    }
    const record = live.find(this.record.k);
    if (!record) return this.#fault("This property is gone");
    if (record.defined !== this.#defined) {
      this.#defined = record.defined;
      return this.#fault("Redefined meanwhile: look again, then send");
    }
    this.sendButton.disabled = this.#sending = true;
    const typed = Object.fromEntries(edited.map((field) => [field.name, field.input.value]));
    const values = { ...this.#unchanged, ...typed };
    const { ok, error, member } = await send(record, values);
    this.#sending = false;
    this.sendButton.disabled = Boolean(whyNot(record));
    if (ok) return this.close();
    const field = this.#fields.find(({ name }) => name === member);
    if (field) field.show("", error);
    else this.#fault(error);
    (field ?? edited[0] ?? this.#fields[0]).input.focus();
    return undefined;
  }
}

/** Whether a keyboard of digits has all that is typed for a number: none has a colon, and Apple's has no minus. */
function digitsDo(member, value) {
  const apple = /iP(hone|ad|od)/.test(navigator.userAgent);
  return !`${member.unit} ${value}`.includes(":") && !(apple && !/^\+?[0-9]/.test(member.limits));
}

/** The text of one member, with what it means below it. */
class Field {
  #value = ""; // that the device has now
  #preset = false; // whether the field began with another text
  #asked = null;
  #timer = 0;
  #typed = false;

  constructor(record, member, number, onchange) {
    Object.assign(this, { record, member, name: member.name, onchange });
    const id = `field-${number}`;
    this.now = make("span", { className: "now" });
    this.meaning = make("span", { className: "meaning", id: `${id}-m` });
    this.input = make("input", { id, type: "text", spellcheck: false, autocapitalize: "off", autocomplete: "off", enterKeyHint: "send" });
    this.input.setAttribute("aria-describedby", `${id}-m`);
    if (record.kind === "Number") this.input.inputMode = digitsDo(member, record.v[number]) ? "decimal" : "text";
    this.input.oninput = () => this.#changed();
    const label = make("label", { htmlFor: id }, member.title, member.unit ? make("span", { className: "unit" }, ` ${member.unit}`) : null);
    this.limits = make("span", { className: "limits" });
    this.element = make("div", { className: "field" }, label, this.input, make("span", { className: "beside" }, this.now, this.limits), this.meaning);
    this.find(record);
    this.update(record);
  }

  /** Find the member in a definition; its place is -1 if there is none of its name. */
  find(record) {
    this.place = record.members.findIndex(({ name }) => name === this.name);
    const { limits, offer } = record.members[this.place] ?? {};
    this.limits.textContent = this.place < 0 ? "this member is gone" : limits || offer || "";
  }

  /** Whether the text is what the user wants and the device does not have. */
  get edited() {
    return this.#typed ? this.input.value.trim() !== this.#value.trim() : this.#preset;
  }

  /** Begin with a text: the value, or what was asked for last, which can be sent again as it is. */
  start(text) {
    if (this.#typed) return;
    this.#preset = text.trim() !== this.#value.trim();
    this.input.value = text;
  }

  type(text) {
    this.input.value = text;
    this.#changed();
  }

  update(record) {
    if (!record.readable || this.place < 0) return;
    this.#value = record.v[this.place];
    const now = `now ${this.#value}`;
    if (this.now.textContent !== now) this.now.textContent = now;
    if (this.#typed || this.#preset || document.activeElement === this.input) return;
    if (this.input.value !== this.#value) this.input.value = this.#value;
  }

  #changed() {
    this.#typed = true;
    this.onchange();
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (this.record.kind !== "Number" && !this.member.offer) return;
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const [s, d, v] = this.record.k;
    const query = new URLSearchParams({ s, d, v, m: this.name, text: this.input.value });
    this.#asked = new AbortController();
    try {
      const { ok, data } = await call(`/meaning?${query}`, { signal: this.#asked.signal });
      if (ok) this.show(this.edited ? data.meaning : "", this.edited ? data.fault : "");
    } catch {
      // another key was pressed meanwhile: the next answer counts
    }
  }

  show(meaning, fault) {
    this.meaning.textContent = fault ? `✗ ${fault}` : meaning ? `= ${meaning}` : "";
    this.meaning.classList.toggle("fault", Boolean(fault));
    this.input.setAttribute("aria-invalid", Boolean(fault));
  }
}
