/** What stands under an image: words about it, and the tools for it. */

import { timeText } from "./image-files.js";
import { html, nothing, render } from "./vendor/lit-html.js";

const AUTO = { black: 0, white: 0, midtone: null };

/**
 * @param {HTMLElement} container
 * @param {{file: object|null, about: object|null, fault: string, none: boolean, held: boolean, hasOlder: boolean,
 *   hasNewer: boolean, download: string, stretching: boolean, limits: import("./stretch.js").Limits|null,
 *   adjusted: object}} state
 * @param {Record<string, Function>} actions
 */
export function drawTools(container, state, actions) {
  const { file, about, fault } = state;
  render(
    html`<h1 class="hidden">Image</h1>
      ${fault ? html`<p class="fault" role="alert">${fault}</p>` : nothing}
      <p>${file
        ? html`<b>${file.device}</b> <time>${timeText(file.when)}</time> ${about?.summary ?? ""}
            <span class="muted">${about?.figures ?? ""} ${about?.focus ?? ""} ${about?.circumstances ?? ""}</span>`
        : html`<span class="muted">${state.none && !fault ? "No image yet" : ""}</span>`}</p>
      <div class="tools">
        ${button("Fit", "Show the whole image (0)", actions.fit)}
        ${button("1:1", "Show it pixel by pixel (1)", actions.fullSize)}
        ${button("‹", "Older image (<)", actions.older, { label: "Older image", disabled: !state.hasOlder })}
        ${button("›", "Newer image (>)", actions.newer, { label: "Newer image", disabled: !state.hasNewer })}
        ${button("Hold", "Do not go on to newer images (Space)", actions.hold, { pressed: String(state.held) })}
        ${button("Stretch", "Change the stretch", actions.fold, { pressed: String(state.stretching) })}
        ${button("Header", "Show the header (k)", actions.header, { disabled: !about?.cards.length })}
        ${file ? html`<a class="button" href=${state.download} download=${file.name}>Download</a>` : nothing}
      </div>
      ${state.stretching ? sliders(state, actions.adjust) : nothing}`,
    container,
  );
}

const button = (name, title, action, { disabled = false, pressed = nothing, label = nothing } = {}) => html`<button
  type="button" title=${title} aria-label=${label} aria-pressed=${pressed} ?disabled=${disabled} @click=${action}>${name}</button>`;

function sliders({ limits, adjusted: { black, white, midtone } }, adjust) {
  const slider = (name, least, most, value, text, change) => html`<label><span>${name}</span>
    <input type="range" min=${least} max=${most} step="any" .value=${String(value)} ?disabled=${!limits}
      @input=${({ target }) => adjust(change(Number(target.value)))} /><output>${text}</output></label>`;
  return html`<div class="stretch" role="group" aria-label="Stretch">
    ${slider("Black", -1, 1, black, counts(limits?.black), (value) => ({ black: value }))}
    ${slider("White", -5, 8, white, counts(limits?.white), (value) => ({ white: value }))}
    ${slider("Midtone", 0.01, 0.99, midtone ?? limits?.midtone ?? 0.5, limits?.midtone.toFixed(2) ?? "", (value) => ({ midtone: value }))}
    <button type="button" @click=${() => adjust(AUTO)}>Auto</button></div>`;
}

/** A value of the file's, in a few digits. */
function counts(value) {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
