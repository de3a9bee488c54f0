/** The header of a FITS file, as a sheet over the page. */

import { html, render } from "./vendor/lit-html.js";

/** @param {[string, string, string][]} cards keyword, value and comment of each */
export function showHeader(app, name, cards) {
  const content = document.createElement("div");
  const draw = (sought) => {
    const found = cards.filter((card) => card.join(" ").toLowerCase().includes(sought.toLowerCase()));
    render(
      html`<label>Find <input type="search" data-first @input=${({ target }) => draw(target.value)} /></label>
        <table class="list cards"><tbody>${found.map(
          ([keyword, value, comment]) => html`<tr><th scope="row">${keyword}</th><td>${value}</td><td class="muted">${comment}</td></tr>`,
        )}</tbody></table>`,
      content,
    );
  };
  draw("");
  app.overlay(name, content, { className: "wide" });
}
