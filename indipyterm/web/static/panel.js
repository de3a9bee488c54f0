/** A panel: the rows that a file of the user names, in its order and with its labels. */

import { keyText, live, safeText } from "./live.js";
import { make } from "./commands.js";
import { Sheet } from "./sheet.js";

export function open(container, params, app) {
  const name = params.get("p") ?? "";
  const heading = make("h1", {}, name);
  const root = make("div", { className: "sheet" });
  let closed = false;
  const page = { show: [], sheet: undefined, leave: () => {}, close: () => ((closed = true), page.leave(), page.sheet?.close()) };
  container.append(make("header", { className: "head" }, heading), root);
  app.call(`/panel-data?${new URLSearchParams({ p: name })}`).then(({ ok, data }) => {
    if (closed) return;
    if (!ok) return (root.dataset.empty = data.error ?? "The network failed");
    heading.textContent = document.title = data.title;
    const places = new Map();
    let title = "";
    for (const row of data.rows) {
      if (row.key) places.set(keyText(row.key), { ...row, title, place: places.size });
      else title = row.heading;
    }
    const of = ({ k }) => places.get(keyText(k));
    const missing = make("p", { className: "hint missing" });
    const drawMissing = () => {
      const names = [...places.values()].filter(({ key }) => !live.find(key)).map(({ key }) => safeText(`${key[1]} › ${key[2]}`));
      missing.textContent = names.length && live.heardOnce ? `Not there now: ${names.join(", ")}` : "";
    };
    container.append(missing);
    live.addEventListener("frame", drawMissing);
    page.leave = () => live.removeEventListener("frame", drawMissing);
    page.sheet = new Sheet(root, {
      accept: (record) => of(record) !== undefined,
      heading: (record) => of(record).title,
      place: (record) => of(record).place,
      look: (record) => ({ label: of(record).label, only: of(record).members }),
    });
    page.show = [{ vectors: [...places.values()].map(({ key }) => key) }];
    app.subscribe();
  });
  return page;
}
