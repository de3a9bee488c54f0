/** Everything that is known of a vector, in a sheet over the page. */

import { call, make, overlay, toast } from "./commands.js";
import { base, live } from "./live.js";
import { stars } from "./sheet.js";

/** The address of the history of a number. */
export const plotUrl = (key, member) => `${base}/plot?${new URLSearchParams({ m: JSON.stringify([...key, member]) })}`;

/** Star, histories: what can be done with a vector besides sending. @param {import("./live.js").Record} record */
export function actions(record, more = null) {
  const box = make("p", { className: "actions" });
  const star = make("button", { type: "button" });
  const show = () => {
    const on = stars.has(record.k);
    star.textContent = on ? "★ Watched" : "☆ Watch";
    star.setAttribute("aria-pressed", on);
    live.find(record.k)?.view?.showStar?.();
  };
  star.onclick = () => (stars.toggle(record.k), show());
  show();
  box.append(star);
  if (more) box.append(more);
  if (record.kind === "Number" && record.readable) {
    for (const { name, title } of record.members.slice(0, 8)) {
      const words = record.members.length > 1 ? `∿ ${title}` : "∿ Plot";
      const link = make("a", { className: "button", href: plotUrl(record.k, name) }, words);
      import("./sparkline.js").then(({ sparkline }) => sparkline(link, record.k, name, { live }), () => {});
      box.append(link);
    }
  }
  return box;
}

/** @param {import("./live.js").Record} record */
export async function details(record, over = false) {
  const [s, d, v] = record.k;
  const list = make("dl", { className: "facts" });
  const content = make("div", {}, actions(record), list);
  const it = overlay(record.label, content, { className: "details", over });
  const { ok, data } = await call(`/details?${new URLSearchParams({ s, d, v })}`);
  if (!ok) return toast(data.error ?? "The network failed", { title: "Details" });
  for (const { name, pieces } of data.facts) {
    if (!pieces.length && !name) continue;
    const texts = pieces.map(([text, look]) => make("span", { className: look }, text));
    if (name) list.append(make("dt", {}, name), make("dd", {}, ...texts));
    else list.append(make("dt", { className: "whole" }, ...texts));
  }
  return it;
}
