/** The watch list: vectors with a star, from any device. */

import { keyText, live, safeText } from "./live.js";
import { plotUrl } from "./details.js";
import { Sheet, stars } from "./sheet.js";
import { make } from "./commands.js";

export function open(container, params, app) {
  document.title = "Watch list · INDI";
  const keys = stars.all();
  const order = new Map(keys.map((key, index) => [keyText(key), index]));
  const root = make("div", { className: "sheet" });
  const field = make("input", { type: "search", className: "filter", placeholder: "filter", spellcheck: false, aria: { label: "Filter" } });
  container.append(make("header", { className: "head" }, make("h1", {}, "★ Watch"), field), root);
  if (!keys.length) root.dataset.empty = "Nothing is watched yet: a star on a property (key *) puts it here";
  const lines = [];
  const firstOf = new Map();
  for (const [index, [s, d]] of keys.entries()) if (!firstOf.has(keyText([s, d]))) firstOf.set(keyText([s, d]), index);
  const sheet = new Sheet(root, {
    accept: ({ k }) => order.has(keyText(k)),
    heading: ({ k }) => live.cards.get(keyText(k.slice(0, 2)))?.title ?? safeText(k[1]),
    place: ({ k }) => firstOf.get(keyText(k.slice(0, 2))) * 10_000 + order.get(keyText(k)),
  });
  field.oninput = () => sheet.filter(field.value);
  live.addEventListener("frame", drawLines);

  /** The last hour of the first number of each row. */
  async function drawLines({ detail: frame }) {
    if (!frame.all && !frame.define) return;
    const { sparkline } = await import("./sparkline.js");
    for (const line of lines.splice(0)) line.close();
    for (const { record, parts } of sheet.rows.values()) {
      if (record.kind !== "Number" || !record.readable || !parts.frame.isConnected) continue;
      parts.frame.querySelector(".spark")?.remove();
      const place = make("a", { className: "spark", href: plotUrl(record.k, record.members[0].name), aria: { label: `Plot ${record.label}` } });
      parts.frame.querySelector(".values").append(place);
      lines.push(sparkline(place, record.k, record.members[0].name, app));
    }
  }

  return {
    show: [{ vectors: keys }],
    sheet,
    field,
    close() {
      live.removeEventListener("frame", drawLines);
      for (const line of lines) line.close();
      sheet.close();
    },
  };
}
