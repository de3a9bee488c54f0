/** The pages of images: the last one of each camera and the files of this session, or one image. */

import { ask } from "./commands.js";
import { redden } from "./image-canvas.js";
import { deleteFile, describeFile, fileUrl, listFiles, loadPicture, oneAtATime, timeText } from "./image-files.js";
import { openImage } from "./image-view.js";
import { styled } from "./styles.js";
import { html, nothing, render } from "./vendor/lit-html.js";

const CARD = [480, 360]; // pixels of a card's picture, at the most

/** @param {HTMLElement} container @param {URLSearchParams} params */
export function open(container, params, app) {
  const laidOut = styled("images.css");
  const one = app.path() === "/image";
  document.title = one ? "Image · INDI" : "Images · INDI";
  container.className = one ? "image-page" : "images-page";
  return one ? openImage(container, params.get("id"), app, laidOut) : openList(container, app);
}

function openList(container, app) {
  const cards = new Map(); // id of the file → its canvas, picture and words
  const stopped = new AbortController();
  let list = null;
  let fault = "";

  const load = oneAtATime(async () => {
    if (stopped.signal.aborted) return;
    try {
      list = await listFiles(stopped.signal);
      fault = "";
    } catch (error) {
      if (stopped.signal.aborted) return;
      fault = error.message;
    }
    draw();
    for (const id of [...cards.keys()]) if (!list?.cameras.some((file) => file.id === id)) cards.delete(id);
    await Promise.all((list?.cameras ?? []).filter(({ id }) => !cards.has(id)).map(({ id }) => loadCard(id)));
    draw();
  });

  async function loadCard(id) {
    const card = { picture: null, words: [], fault: "" };
    cards.set(id, card);
    try {
      const about = await describeFile(id, stopped.signal);
      card.words = [about.summary, about.figures, about.focus, about.circumstances].filter(Boolean);
      card.picture = await loadPicture(id, about.kind, ...CARD, stopped.signal);
    } catch (error) {
      if (stopped.signal.aborted) return;
      card.fault = error.message;
    }
    draw();
  }

  async function remove(file) {
    if (!(await ask({ title: `Delete ${file.name}?`, details: "It is removed from the folder on the server." }))) return;
    try {
      await deleteFile(file.id);
      app.toast(`${file.name} is deleted`, { good: true });
    } catch (error) {
      app.toast(error.message, { title: "Not deleted" });
    }
    load();
  }

  const imageUrl = ({ id }) => `${app.base}/image?${new URLSearchParams({ id })}`;

  const camera = (file) => {
    const card = cards.get(file.id) ?? { words: [] };
    return html`<li><a class="camera" href=${imageUrl(file)}>
      <h2>${file.device} <span class="muted">${file.member}</span></h2>
      ${card.fault
        ? html`<p class="fault">${card.fault}</p>`
        : html`<canvas role="img" aria-label="The last image" width=${CARD[0]} height=${CARD[1]}></canvas>`}
      <p><time>${timeText(file.when)}</time> <span class="muted">UTC, ${file.sizeText}</span></p>
      ${card.words.map((text) => html`<p class="muted">${text}</p>`)}</a></li>`;
  };

  const line = (file) => html`<li>
    <a class="name" href=${imageUrl(file)}>${file.name}</a>
    <span class="muted">${file.device}</span> <time>${timeText(file.when)}</time> <span class="muted">${file.sizeText}</span>
    <a class="button" href=${app.base + fileUrl(file.id)} download=${file.name} aria-label=${`Download ${file.name}`}>↓</a>
    ${app.role > 2
      ? html`<button type="button" aria-label=${`Delete ${file.name}`} @click=${() => remove(file)}>✕</button>`
      : nothing}</li>`;

  function draw() {
    const nowhere = app.live.transfers?.folder === "";
    const none = nowhere
      ? html`<p class="muted">Images are not saved: no folder is set for them${
          app.role > 2 ? html` in the <a class="button" href=${`${app.base}/settings`}>settings</a>` : nothing
        }.</p>`
      : html`<p class="muted">No image yet. What cameras send is saved and shown here.</p>`;
    const found = list?.cameras ?? [];
    render(
      html`<h1 class="hidden">Images</h1>
        ${fault ? html`<p class="fault" role="alert">Images cannot be listed: ${fault}</p>` : nothing}
        ${list && !found.length ? none : nothing}
        <ul class="cameras">${found.map(camera)}</ul>
        ${found.length ? html`<h2>Files of this session</h2><p><a class="button" href=${`${app.base}/night`}>Table</a></p>` : nothing}
        <ul class="files">${(list?.files ?? []).map(line)}</ul>`,
      container,
    );
    container.querySelectorAll(".camera canvas").forEach((canvas) => {
      const file = found[[...container.querySelectorAll(".camera")].indexOf(canvas.closest(".camera"))];
      paintCard(canvas, cards.get(file.id)?.picture, app.theme() === "night");
    });
  }

  let newest;
  const look = ({ detail: frame }) => {
    const last = frame.transfers ? frame.transfers.files[0]?.id : newest;
    if (frame.image || last !== newest) load();
    else if (frame.transfers) draw();
    newest = last;
  };
  app.live.addEventListener("frame", look);
  document.addEventListener("theme", draw);
  load();
  return {
    show: [{ transfers: true }],
    close() {
      stopped.abort();
      app.live.removeEventListener("frame", look);
      document.removeEventListener("theme", draw);
    },
  };
}

/** Show a whole picture in a canvas of its shape. */
function paintCard(canvas, picture, red) {
  if (!picture) return;
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const pen = canvas.getContext("2d", { alpha: false });
  pen.drawImage(picture, 0, 0);
  if (red) redden(pen);
}
