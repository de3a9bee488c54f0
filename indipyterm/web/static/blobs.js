/** BLOBs: where they are saved, which are wanted, what came. */

import { make, overlay, role, toast } from "./commands.js";
import { fileUrl } from "./image-files.js";
import { clockText, live } from "./live.js";

export function blobs(app) {
  const head = make("p", { className: "hint" });
  const wanted = make("ul", { className: "entries" });
  const running = make("ul", { className: "entries" });
  const files = make("ul", { className: "entries" });
  const content = make("div", { className: "blobs" }, head, make("h3", {}, "Properties"), wanted, running, make("h3", {}, "Last files"), files);
  const page = app.current();
  app.subscribe([{ transfers: true }]);

  function property({ key, title, wanted: on, text }) {
    const box = make("input", { type: "checkbox", checked: on, disabled: role < 2 });
    box.onchange = async () => {
      const { ok, data } = await app.call("/blobs", { method: "POST", body: { key, on: box.checked } });
      if (!ok) toast(data.error ?? "Not known whether it was sent", { title });
    };
    return make("li", {}, make("label", {}, box, ` ${title}`), make("span", { className: "beside" }, text));
  }

  function file({ id, name, device, sizeText, when }) {
    const link = make("a", { href: `${app.base}/image?${new URLSearchParams({ id })}` }, name);
    const save = make("a", { className: "button", href: app.base + fileUrl(id), download: name, aria: { label: `Download ${name}` } }, "↓");
    return make("li", {}, link, make("span", { className: "beside" }, `${device} ${sizeText} ${clockText(when)}`), save);
  }

  function drawTransfers() {
    const { folder, fault, running: under = [] } = live.transfers ?? {};
    head.textContent = fault || (folder ? `Saved in ${folder}` : "Not saved: an administrator chooses a folder in the settings");
    head.classList.toggle("alert", Boolean(fault));
    running.replaceChildren(...under.map(({ member, done, total, rate }) =>
      make("li", { className: "busy" }, `◐ ${member} ${done}${total ? ` of ${total}` : ""} ${rate}`)));
  }

  /** The lists come by themselves: they are long, and few look at them. */
  async function load() {
    const [properties, saved] = await Promise.all([app.call("/blob-list"), app.call("/image-list")]);
    if (properties.ok) wanted.replaceChildren(...properties.data.map(property));
    if (saved.ok) files.replaceChildren(...saved.data.files.map(file));
    if (!files.children.length) files.append(make("li", { className: "hint" }, "none yet"));
  }

  let seen = "";
  const follow = ({ detail: frame }) => {
    if (!frame.transfers && !frame.all) return;
    drawTransfers();
    const newest = JSON.stringify(live.transfers?.files ?? []);
    if (newest !== seen) load();
    seen = newest;
  };
  live.addEventListener("frame", follow);
  drawTransfers();
  load();
  overlay("BLOBs", content, {
    onclose() {
      live.removeEventListener("frame", follow);
      if (page === app.current()) app.subscribe();
    },
  });
}
