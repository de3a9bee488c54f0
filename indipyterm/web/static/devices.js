/** The first page: a card for each device. */

import { connect, role } from "./commands.js";
import { base, live } from "./live.js";
import { html, nothing, render } from "./vendor/lit-html.js";

export function open(container, params, app) {
  document.title = "Devices · INDI";
  let panels = [];

  function card(one) {
    const stale = one.stale || !live.heard;
    const [sign, look] = stale ? live.signs.stale : [one.sign, one.role];
    const word = one.connected === false ? "not connected" : stale ? "stale" : (one.state ?? "");
    const [s, d] = one.k;
    return html`<li class="card ${stale ? "stale" : ""} ${one.connected === false ? "off" : ""}">
      <a href="${base}/device?${new URLSearchParams({ s, d })}">
        <span class="sign ${look}" aria-hidden="true">${sign}</span><span class="name">${one.title}</span
        ><span class="word ${look}">${word}</span>
        <span class="headline">${one.headline.map(
          ({ label, text }) => html`<span class="fact"><span class="title">${label}</span> <span class="v">${text}</span></span>`,
        )}</span>${(one.busy ?? []).map((text) => html`<span class="doing busy">◐ ${text}</span>`)}
      </a>
      ${one.connected === false && role > 1
        ? html`<button type="button" ?disabled=${stale || Boolean(live.closed)} @click=${() => connect(one.k)}>Connect</button>`
        : nothing}
    </li>`;
  }

  function draw() {
    const cards = app.devices();
    const off = cards.filter((one) => one.connected === false).length;
    render(
      html`<header class="head"><h1>Devices</h1
        >${off > 1 && role > 1 ? html`<button type="button" ?disabled=${!live.heard || Boolean(live.closed)} @click=${() => connect()}>Connect all</button>` : nothing}</header>
      ${cards.length ? html`<ul class="cards">${cards.map(card)}</ul>` : html`<p class="empty">${nothingHere()}</p>`}
      ${panels.length
        ? html`<h2>Panels</h2><ul class="cards">${panels.map(
            ({ name, title }) => html`<li class="card"><a href="${base}/panel?${new URLSearchParams({ p: name })}"><span class="name">${title}</span></a></li>`,
          )}</ul>`
        : nothing}`,
      container,
    );
  }

  function nothingHere() {
    const [server] = live.servers;
    if (!server) return "…";
    return server.connected ? `${server.name} has no devices yet: are its drivers running?` : `${server.name}: ${server.text}`;
  }

  const follow = ({ detail: frame }) => {
    if (frame.devices || frame.gone || frame.all || frame.servers || frame.closed !== undefined) draw();
  };
  live.addEventListener("frame", follow);
  live.addEventListener("heard", draw);
  app.call("/panels").then(({ ok, data }) => {
    if (ok) panels = data;
    if (ok && container.isConnected && app.path() === "/") draw();
  });
  draw();
  return {
    show: [{ devices: true }],
    close() {
      live.removeEventListener("frame", follow);
      live.removeEventListener("heard", draw);
    },
  };
}
