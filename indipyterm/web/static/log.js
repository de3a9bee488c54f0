/** The message log of all devices, with a filter. New lines are followed while the end is in view. */

import { make } from "./commands.js";
import { clockText, live } from "./live.js";

const LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"];
const MOST = 2000; // lines that stay on the page

export function open(container, params, app) {
  const own = container.localName !== "aside"; // else it stands beside another page
  if (own) document.title = "Log · INDI";
  let level = "DEBUG";
  const field = make("input", { type: "search", className: "filter", placeholder: "filter", spellcheck: false, aria: { label: "Filter" } });
  const levels = make("div", { className: "chips pick levels", role: "group", aria: { label: "Lowest level" } }, make("span", {}, make("span", { className: "roomy" }, "level "), "≥"));
  for (const name of LEVELS) {
    const chip = make("button", { type: "button", className: "chip" }, make("span", { className: "v" }, name));
    chip.onclick = () => ((level = name), mark(), filterAll());
    levels.append(chip);
  }
  const lines = make("ol", { className: "log", tabIndex: 0, aria: { label: "Messages" } });
  container.append(make("header", { className: "head" }, make(own ? "h1" : "h2", {}, "Log"), field), levels, lines);
  const scroller = own ? document.scrollingElement : lines;

  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);

  function wanted(line) {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = `${line.device} ${line.text} ${line.level}`.toLowerCase();
    return LEVELS.indexOf(line.level) >= LEVELS.indexOf(level) && words.every((word) => all.includes(word));
  }

  function item(line) {
    const element = make(
      "li", {},
      make("time", {}, clockText(line.when)),
      make("span", { className: "who" }, line.device || "-"),
      make("span", { className: `text ${line.role}` }, line.text),
    );
    element.line = line;
    element.hidden = !wanted(line);
    return element;
  }

  function filterAll() {
    for (const element of lines.children) element.hidden = !wanted(element.line);
    toEnd();
  }

  function mark() {
    for (const chip of levels.querySelectorAll(".chip")) {
      const on = chip.textContent === level;
      chip.classList.toggle("on", on);
      chip.setAttribute("aria-pressed", on);
    }
  }

  const follow = ({ detail: frame }) => {
    if (!frame.all && !frame.log) return;
    const stay = !frame.all && !atEnd();
    if (frame.all) lines.replaceChildren(...live.log.map(item));
    else lines.append(...frame.log.map(item));
    while (lines.children.length > MOST) lines.firstChild.remove();
    if (!stay) toEnd();
  };
  field.oninput = filterAll;
  live.addEventListener("frame", follow);
  lines.append(...live.log.map(item));
  mark();
  return { show: [{ log: true }], field: own ? field : undefined, close: () => live.removeEventListener("frame", follow) };
}
