/** The page of one number: its last hour, and on from there as its values come. */

import { call } from "./commands.js";
import { SIXTIETHS, isSexagesimal, markText, parseNumber } from "./numbers.js";
import { styled } from "./styles.js";

const HOUR = 3600;
const NEAREST = 1; // seconds between two points: what comes faster replaces the last one
const NEAREST_MARKS = 30; // CSS pixels between two
const SPANS = [["5 min", 300], ["15 min", 900], ["1 h", HOUR]];

let library = null;

/** Load uPlot once. @returns {Promise<any>} */
function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("vendor/uplot.js", import.meta.url);
    script.onload = () => resolve(window.uPlot);
    script.onerror = () => ((library = null), reject(new Error("the network failed")));
    document.head.append(script);
  });
  return Promise.all([library, styled("vendor/uplot.css"), styled("plot.css")]).then(([uPlot]) => uPlot);
}

/** @param {HTMLElement} container @param {URLSearchParams} params */
export function open(container, params, app) {
  const [s, d, v, member] = wanted(params.get("m"));
  const page = new PlotPage(container, [s, d, v], member, app);
  return { show: [{ vectors: [[s, d, v]] }], close: () => page.close() };
}

function wanted(text) {
  try {
    const found = JSON.parse(text);
    if (Array.isArray(found) && found.length === 4) return found.map(String);
  } catch {
    // it is said below that there is no such number
  }
  return ["", "", "", ""];
}

class PlotPage {
  #app;
  #key;
  #member;
  #times = [];
  #values = [];
  #plot = null;
  #about = { label: "", format: "%g" };
  #span = HOUR;
  #closed = new AbortController();

  constructor(container, key, member, app) {
    [this.#app, this.#key, this.#member] = [app, key, member];
    this.title = document.createElement("h1");
    this.title.textContent = `${key[1]} ${key[2]} ${member}`;
    document.title = `${member} · ${key[1]} · INDI`;
    this.words = document.createElement("p");
    this.words.className = "plot-words";
    this.place = document.createElement("div");
    this.place.className = "plot";
    this.spans = document.createElement("div");
    this.spans.className = "plot-spans";
    container.className = "plot-page";
    container.append(this.title, this.place, this.words, this.spans);
    const { signal } = this.#closed;
    app.live.addEventListener("frame", () => this.#look(), { signal });
    app.live.addEventListener("heard", () => this.#look(), { signal });
    document.addEventListener("theme", () => this.#make(), { signal });
    this.watcher = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    this.watcher.observe(this.place);
    this.timer = setInterval(() => this.#draw(), 1000);
    this.#load();
  }

  close() {
    this.#closed.abort();
    this.watcher.disconnect();
    clearInterval(this.timer);
    this.#plot?.destroy();
  }

  async #load() {
    try {
      const query = new URLSearchParams({ m: JSON.stringify([...this.#key, this.#member]) });
      const { ok, data } = await call(`/history?${query}`, { signal: this.#closed.signal });
      if (!ok) throw new Error(data.error ?? "the network failed");
      this.#about = data;
      [this.#times, this.#values] = [data.t, data.v];
      this.title.textContent = `${this.#key[1]} ${data.label}`;
      const known = this.#now() - (data.t[0] ?? 0);
      this.#span = SPANS.find(([, seconds]) => seconds >= known)?.[1] ?? HOUR; // as much as there is to see
      for (const [name, seconds] of SPANS) this.spans.append(this.#spanButton(name, seconds));
      this.uPlot = await loadLibrary();
      this.#make();
      this.#look();
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      this.words.className = "plot-words fault";
      this.words.textContent = `No plot: ${error.message}`;
    }
  }

  /** Make the plot anew, in the colours of the theme. */
  #make() {
    if (!this.uPlot || this.#closed.signal.aborted) return;
    this.#plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const font = `14px ${getComputedStyle(document.body).fontFamily}`;
    const axis = {
      stroke: colour("--text"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 },
    };
    const { format } = this.#about;
    const marks = (plot, values) => values.map((value) => markText(value, values[1] - values[0] || 1, format));
    this.#plot = new this.uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        tzDate: (seconds) => this.uPlot.tzDate(new Date(seconds * 1000), "UTC"),
        scales: { x: { range: () => [this.#now() - this.#span, this.#now()] }, y: { range: room } },
        axes: [
          { ...axis, values: TIMES, space: 70 },
          { ...axis, values: marks, size: 90, ...(isSexagesimal(format) ? { splits: sixtieths } : {}) },
        ],
        series: [
          {},
          { stroke: colour("--accent"), width: 2, points: { show: false }, paths: this.uPlot.paths.stepped({ align: 1 }) },
        ],
        hooks: { setCursor: [() => this.#say()] },
      },
      this.#data(),
      this.place,
    );
    this.#say();
  }

  #size() {
    return { width: Math.max(200, this.place.clientWidth), height: Math.max(150, this.place.clientHeight) };
  }

  #now() {
    return this.#app.live.now() / 1000;
  }

  /** Take in the value of the last frame. */
  #look() {
    if (!this.#plot) return;
    const record = this.#app.live.heard ? this.#app.live.find(this.#key) : null;
    const place = record && !record.stale ? record.members.findIndex(({ name }) => name === this.#member) : -1;
    const number = place < 0 ? NaN : parseNumber(record.v[place]);
    const value = Number.isFinite(number) ? number : null;
    const shown = this.#shown;
    if (this.#values.length && shown === value) return;
    this.#shown = value;
    const now = this.#now();
    if (this.#values.length > 1 && value !== null && now - this.#times.at(-2) < NEAREST) {
      this.#values[this.#values.length - 1] = value;
    } else {
      this.#times.push(Math.max(now, this.#times.at(-1) ?? 0));
      this.#values.push(value);
    }
    this.#draw();
  }

  #shown;

  #draw() {
    if (!this.#plot) return;
    const first = this.#times.findIndex((time) => time > this.#now() - HOUR);
    if (first > 600) {
      this.#times = this.#times.slice(first - 1); // the value before them still holds when they begin
      this.#values = this.#values.slice(first - 1);
    }
    this.#plot.setData(this.#data());
    this.#say();
  }

  /** What is drawn: a value holds until the next, or until now. */
  #data() {
    const now = this.#now();
    const last = this.#values.at(-1);
    return last == null || this.#times.at(-1) >= now ? [this.#times, this.#values] : [[...this.#times, now], [...this.#values, last]];
  }

  /** The figures of what is shown, and the value under the cursor. */
  #say() {
    const start = this.#now() - this.#span;
    const seen = this.#values.filter((value, place) => value !== null && (this.#times[place + 1] ?? Infinity) > start);
    const text = (value) => (value == null ? "?" : markText(value, this.#step(), this.#about.format));
    const place = this.#plot?.cursor.idx;
    const [times, values] = this.#plot?.data ?? [[], []];
    const under = place == null ? "" : `${clock(times[place])} UTC  ${text(values[place])}`;
    const [low, high] = seen.length ? [least(seen), -least(seen.map((value) => -value))] : [null, null];
    this.words.textContent = under || `now ${text(this.#values.at(-1))}  min ${text(low)}  max ${text(high)}`;
  }

  #step() {
    if (isSexagesimal(this.#about.format)) return 1 / 3600;
    const digits = /\.(\d+)[eEfFgG]/.exec(this.#about.format)?.[1] ?? 3;
    return 10 ** -Math.min(digits, 9);
  }

  #spanButton(name, seconds) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
    button.setAttribute("aria-pressed", String(seconds === this.#span));
    button.onclick = () => {
      this.#span = seconds;
      for (const one of this.spans.children) one.setAttribute("aria-pressed", String(one === button));
      this.#draw();
    };
    return button;
  }
}

const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 19);

const TIMES = (plot, times, axis, space, step) => times.map((time) => clock(time).slice(0, step < 60 ? 8 : 5));

/** Round hours or degrees, minutes and seconds in a range; uPlot's own steps are decimal. */
function sixtieths(plot, axis, low, high) {
  const most = plot.bbox.height / devicePixelRatio / NEAREST_MARKS;
  const step = SIXTIETHS.find((one) => (high - low) / one <= most) ?? high - low;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, place) => (first + place) * step);
}

const least = (values) => values.reduce((one, other) => Math.min(one, other));

/** The range of values with some room, never empty. */
function room(plot, low, high) {
  if (low === null) return [0, 1];
  const more = (high - low) * 0.05 || Math.abs(high) * 0.01 || 1;
  return [low - more, high + more];
}
