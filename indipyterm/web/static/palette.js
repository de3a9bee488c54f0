/** The field that finds and does: the same lines as the terminal's palette, from the same search. */

import { make, overlay, runVerb, say } from "./commands.js";

const PAUSE = 120; // ms without a key, after which the server is asked

/** @param {object} app @param {string} start */
export function palette(app, start = "") {
  const input = make("input", {
    type: "search", value: start, placeholder: "park, expose 1, a name …",
    spellcheck: false, autocapitalize: "off", autocomplete: "off", enterKeyHint: "go", dataset: { first: "" },
    role: "combobox", aria: { label: "Find or do", expanded: "true", controls: "found", autocomplete: "list" },
  });
  const list = make("ul", { id: "found", className: "found", role: "listbox", aria: { label: "What it can mean" } });
  const empty = make("p", { className: "hint", hidden: true }, "Nothing has this name, and no command begins like this");
  const content = make("form", { className: "palette", noValidate: true }, input, list, empty);
  const it = overlay("Find or do", content, { className: "top", onclose: () => ((asked?.abort(), clearTimeout(timer))) });
  let candidates = [];
  let at = 0;
  let timer = 0;
  let asked = null;
  let answered = ""; // the text that the lines belong to

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const text = input.value;
    const [s, d] = app.current()?.device ?? [];
    const query = new URLSearchParams(s === undefined ? { q: text } : { q: text, s, d });
    try {
      const { ok, data } = await app.call(`/search?${query}`, { signal: asked.signal });
      if (!ok) return;
      candidates = data.candidates;
      answered = text;
      at = 0;
      draw();
    } catch {
      // another key was pressed meanwhile
    }
  }

  function draw() {
    list.replaceChildren(...candidates.map(line));
    empty.hidden = candidates.length > 0;
    mark();
  }

  function line(one, index) {
    const effect = one.effect ? make("span", { className: "effect" }, one.effect) : null;
    const detail = make("span", { className: "detail" }, one.detail);
    const sign = make("span", { className: "sign", aria: { hidden: "true" } }, one.invalid ? "✗" : one.go || one.page ? "›" : "→");
    const element = make("li", { id: `found-${index}`, role: "option", className: one.invalid ? "invalid" : "" }, sign,
      make("span", { className: "title" }, one.title), detail, effect);
    element.onclick = () => ((at = index), run());
    return element;
  }

  function mark() {
    [...list.children].forEach((element, index) => element.setAttribute("aria-selected", index === at));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
  }

  async function run() {
    if (answered !== input.value) await ask(); // Enter came faster than the answer
    const one = candidates[at];
    if (!one) return;
    if (!one.runs) return one.completion ? complete() : say(one.detail);
    if (one.go) {
      const [s, d, v] = one.go;
      it.close();
      return app.navigate(`/device?${new URLSearchParams(v === undefined ? { s, d } : { s, d, v })}`);
    }
    if (one.theme) return it.close(), app.setTheme(one.theme);
    if (one.page) return it.close(), app.open(one.page);
    const { ok } = await runVerb(answered, one, app.current()?.device);
    if (ok) it.close();
  }

  function complete() {
    const one = candidates[at];
    if (!one?.completion) return;
    input.value = one.completion;
    input.focus();
    ask();
  }

  input.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  input.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      at = Math.max(0, Math.min(candidates.length - 1, at + step));
      mark();
    } else if (event.key === "Tab" && !event.shiftKey && candidates[at]?.completion) complete();
    else return;
    event.preventDefault();
  };
  list.onmousedown = (event) => event.preventDefault(); // the focus, and a keyboard on the screen, stay
  content.onsubmit = (event) => (event.preventDefault(), run());
  input.select();
  ask();
}
