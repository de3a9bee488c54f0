/** The settings of all devices of a server in a file: saving them, what differs from them now, putting them back. */

import { post, role, toast } from "./commands.js";
import { live } from "./live.js";
import { styled } from "./styles.js";
import { html, nothing, render } from "./vendor/lit-html.js";

const POLL = 1000; // ms between two looks at a run
const NOT_KNOWN = "Not known whether it was begun: the network failed";

/** @param {HTMLElement} container @param {URLSearchParams} params */
export function open(container, params, app) {
  document.title = "Saved settings · INDI";
  styled("saved.css");
  let server = params.get("s") ?? "";
  const wantedName = params.get("name") ?? "";
  let file = null; // {name, text}: what the browser chose
  let shown = null; // what differs, or how far the run is
  let looking = false;
  let timer = 0;
  const stopped = new AbortController();

  const servers = () => live.servers.map(({ name }) => name);
  const connected = () => live.heard && live.servers.some(({ name, connected: up }) => name === server && up);

  function choose() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".toml,text/plain" });
    input.onchange = async () => {
      if (!input.files[0]) return;
      file = { name: input.files[0].name, text: await input.files[0].text() };
      compare();
    };
    input.click();
  }

  async function compare() {
    clearTimeout(timer);
    looking = true;
    shown = null;
    draw();
    const { ok, data, status } = await app.call("/saved-compare", { method: "POST", body: { server, text: file.text } });
    looking = false;
    shown = ok ? data : { fault: data.error ?? (status ? `The server answered ${status}` : "The network failed"), rows: [] };
    draw();
  }

  async function restore() {
    const body = { server, text: file.text, name: file.name, seen: shown.seen };
    const { ok, data, status } = await post("/saved-restore", body);
    if (ok) return follow(data);
    if (data.shown) shown = data.shown;
    draw();
    const failed = status === 0 ? NOT_KNOWN : data.error;
    if (failed) toast(failed, { title: "Restore:" });
    return status === 0 ? look() : undefined; // the run itself says whether there is one
  }

  async function stop() {
    const { ok, data, status } = await post("/saved-stop", { server });
    if (!ok) toast(data.error ?? (status ? `The server answered ${status}` : "The network failed"), { title: "Stop:" });
    look();
  }

  /** See how far the run on this server is, if there is one; it may have been begun in another browser. */
  async function look() {
    clearTimeout(timer);
    if (!server) return;
    try {
      const { ok, data } = await app.call(`/saved-restoring?${new URLSearchParams({ s: server })}`, { signal: stopped.signal });
      if (ok && data.rows) follow(data);
      else if (!ok) timer = setTimeout(look, POLL);
    } catch {
      // the page was left
    }
  }

  function follow(run) {
    const ended = shown?.running && !run.running;
    shown = run;
    if (run.running) timer = setTimeout(look, POLL);
    else if (ended) app.say(`${run.summary} ${run.fault}`);
    draw();
  }

  function pick(name) {
    server = name;
    shown = null;
    if (file) compare();
    else look();
    draw();
  }

  const choice = () => html`<div class="chips pick" role="group" aria-label="Server">${servers().map(
    (name) => html`<button type="button" class="chip ${name === server ? "on" : ""}" aria-pressed=${name === server}
      @click=${() => pick(name)}><span class="v">${name}</span></button>`,
  )}</div>`;

  const member = ([label, now, saved]) => html`${label ? html`<dt>${label}</dt>` : nothing}<dd class=${label ? "" : "only"}
    ><span class="v">${now}</span> → <span class="v pending">${saved}</span></dd>`;

  const change = ({ label, members, why, result, look: role }) => html`<li><span class="what">${label}</span
    ><span class="result ${role}">${result === "…" ? "◐ …" : result}</span>
    ${members.length ? html`<dl>${members.map(member)}</dl>` : nothing}${why ? html`<p class="fault">✗ ${why}</p>` : nothing}</li>`;

  function buttons() {
    const off = !connected() || Boolean(live.closed);
    if (shown?.running) return html`<button type="button" class="danger" @click=${stop}>Stop</button>`;
    return html`<button type="button" @click=${choose}>${file ? "Another file" : "Choose a file"}</button
      >${file ? html`<button type="button" ?disabled=${!connected() || looking} @click=${compare}>Compare again</button>` : nothing}
      ${shown?.seen && shown.sendable
        ? html`<button type="button" class="primary" ?disabled=${off} @click=${restore}>Restore ${shown.sendable}</button>`
        : nothing}`;
  }

  function result() {
    if (looking) return html`<p class="busy">looking …</p>`;
    if (!shown) return html`<p class="hint">What differs is shown first; nothing is sent before you say so.</p>`;
    const name = shown.file ?? file?.name ?? "";
    return html`<p class="summary" role="status"><b>${name}</b>${shown.user ? html`<span class="dim">${shown.user}</span>` : nothing}
        <span class=${shown.running ? "busy" : ""}>${shown.summary ?? ""}</span></p>
      ${shown.fault ? html`<p class="fault">✗ ${shown.fault}</p>` : nothing}
      ${shown.rows.length ? html`<ul class="changes" aria-label="Property: now → in the file">${shown.rows.map(change)}</ul>` : nothing}
      ${shown.leftOut?.length
        ? html`<p class="hint">Left out, since they start, move or reach something: ${shown.leftOut.join(", ")}</p>`
        : nothing}`;
  }

  function draw() {
    if (!server && live.servers.length) {
      server = servers()[0];
      look();
    }
    const query = new URLSearchParams(wantedName ? { s: server, name: wantedName } : { s: server });
    render(
      html`<header class="head"><h1>Saved settings</h1></header><div class="saved">
        ${servers().length > 1 ? choice() : nothing}
        <section class="card"><h2>Save</h2>
          <p>The settings of all devices of ${server || "the server"}, in a file that people can read and edit.</p>
          <p class="buttons"><a class="button" href=${connected() ? `${app.base}/saved-file?${query}` : nothing} download
            aria-disabled=${!connected()}>↓ Save ${wantedName || "as a file"}</a></p></section>
        ${role > 1
          ? html`<section class="card"><h2>Compare and restore</h2>${result()}
              ${live.closed ? html`<p class="hint">${live.closed}</p>` : nothing}<p class="buttons">${buttons()}</p></section>`
          : nothing}</div>`,
      container,
    );
  }

  const follows = ({ detail: frame }) => (frame.servers || frame.all || frame.closed !== undefined) && draw();
  live.addEventListener("frame", follows);
  live.addEventListener("heard", draw);
  draw();
  if (server) look();
  return {
    show: [],
    close() {
      stopped.abort();
      clearTimeout(timer);
      live.removeEventListener("frame", follows);
      live.removeEventListener("heard", draw);
    },
  };
}
