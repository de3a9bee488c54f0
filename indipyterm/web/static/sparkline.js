/** The last hour of a number, or what is known of it, as a small line. */

import { call } from "./commands.js";
import { parseNumber } from "./numbers.js";

const POINTS = 60;
const MINUTE = 60_000; // ms between two looks at what the server knows
const [WIDTH, HEIGHT] = [60, 16];
const SVG = "http://www.w3.org/2000/svg";

/** The path of values in order, null being gaps; a value that never changed is in the middle. */
export function sparklinePath(values) {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value) => (high > low ? (1 - (value - low) / (high - low)) * (HEIGHT - 2) + 1 : HEIGHT / 2);
  let [path, drawing] = ["", false];
  values.forEach((value, place) => {
    if (value !== null) path += `${drawing ? "L" : "M"}${(place * WIDTH) / (values.length - 1 || 1)} ${y(value).toFixed(1)}`;
    drawing = value !== null;
  });
  return path;
}

/**
 * Put the sparkline of a number into an element, and keep it up to date as long as that is in the page.
 *
 * @param {HTMLElement} container @param {[string, string, string]} key @param {string} member its name
 */
export function sparkline(container, key, member, app) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute("class", "sparkline");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("width", WIDTH);
  svg.setAttribute("height", HEIGHT);
  const line = document.createElementNS(SVG, "path");
  for (const [name, value] of [["fill", "none"], ["stroke", "currentColor"], ["vector-effect", "non-scaling-stroke"]]) {
    line.setAttribute(name, value);
  }
  svg.append(line);
  container.append(svg);
  const stopped = new AbortController();
  let values = [];
  let seen = false;

  function draw() {
    line.setAttribute("d", sparklinePath(values));
  }

  function present() {
    const record = app.live.heard ? app.live.find(key) : null;
    const place = record && !record.stale ? record.members.findIndex(({ name }) => name === member) : -1;
    const value = place < 0 ? NaN : parseNumber(record.v[place]);
    return Number.isFinite(value) ? value : null;
  }

  function look() {
    if (seen && !svg.isConnected) return close(); // what it stood in is gone
    seen ||= svg.isConnected;
    if (!values.length) return;
    const value = present();
    if (value === values.at(-1)) return;
    values[values.length - 1] = value;
    draw();
  }

  const query = new URLSearchParams({ m: JSON.stringify([...key, member]), points: POINTS });
  async function load() {
    try {
      const { ok, data } = await call(`/history?${query}`, { signal: stopped.signal });
      if (ok) values = data.last;
      draw();
    } catch {
      // it was closed meanwhile
    }
  }

  function close() {
    stopped.abort();
    clearInterval(timer);
    app.live.removeEventListener("frame", look);
    svg.remove();
  }

  load();
  const timer = setInterval(load, MINUTE);
  app.live.addEventListener("frame", look);
  return { close };
}
