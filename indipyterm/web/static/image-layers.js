/**
 * The pictures of one FITS file on a canvas: a small preview at once, samples of the whole when they come, and a sharper
 * part of it wherever one looks closely. All but the preview are stretched here.
 */

import { loadCrop, loadSamples } from "./image-files.js";
import { paintSamples, readSamples, shadeTable } from "./stretch.js";

const MOST_SAMPLES = 1_300_000; // of the whole picture
const MOST_CROPPED = 3_500_000; // of a part of it
const BLURRED = 1.3; // pixels of the screen that a sample may take
const ROUNDED = 160; // pixels: screens of about one size ask for the same, which is made once for all of them
const MARGIN = 0.25; // of what is seen, on each side, that is loaded with it

/** @typedef {import("./stretch.js").Limits} Limits @typedef {import("./stretch.js").About} About */

export class ImageLayers {
  /** How the limits that the server found are changed: shares of the range, doublings of it, and a midtone. */
  adjusted = { black: 0, white: 0, midtone: null };
  #canvas;
  #id;
  #signal;
  #whole = null;
  #detail = null;
  #wanted = null;
  #frame = 0;

  /** @param {import("./image-canvas.js").ImageCanvas} canvas @param {string} id @param {AbortSignal} signal ends it */
  constructor(canvas, id, signal) {
    this.#canvas = canvas;
    this.#id = id;
    this.#signal = signal;
    const settled = () => this.sharpen();
    canvas.addEventListener("settled", settled);
    signal.addEventListener("abort", () => canvas.removeEventListener("settled", settled), { once: true });
  }

  /** What the server says of the samples; null before there are some. @returns {About|null} */
  get about() {
    return this.#whole?.samples.about ?? null;
  }

  /** @returns {Limits} */
  get limits() {
    const { black, white, midtone } = this.about;
    const range = white - black;
    const low = black + this.adjusted.black * range;
    const high = Math.max(black + range * 2 ** this.adjusted.white, low + range / 1000);
    return { black: low, white: high, midtone: this.adjusted.midtone ?? midtone };
  }

  /** Replace the preview by samples of the whole picture. */
  async loadWhole() {
    const [width, height] = this.#canvas.screen;
    const scale = Math.min(BLURRED, Math.sqrt(MOST_SAMPLES / (width * height)));
    const size = [width, height].map((length) => Math.ceil((length * scale) / ROUNDED) * ROUNDED);
    const samples = readSamples(await loadSamples(this.#id, ...size, this.#signal));
    this.#whole = layer(samples);
    paintSamples(this.#whole.source, samples, shadeTable(samples.about, this.limits));
    this.#canvas.clear();
    this.#canvas.setImage(...samples.about.picture, samples.about.shape);
    this.#canvas.setLayer("whole", this.#whole.source, this.#whole.place);
  }

  /** Load what is seen as sharp as it can be seen, unless it is there. Failures are silent: the whole stays. */
  async sharpen() {
    const part = this.about && this.#partInView();
    if (!part || (this.#detail && contains(this.#detail.part, part))) return;
    this.#wanted?.abort();
    const wanted = (this.#wanted = new AbortController());
    const signal = AbortSignal.any([this.#signal, wanted.signal]);
    try {
      const samples = readSamples(await loadCrop(this.#id, part.area, part.step, signal));
      if (signal.aborted) return;
      this.#detail = { ...layer(samples), part };
      paintSamples(this.#detail.source, samples, shadeTable(samples.about, this.limits));
      this.#canvas.setLayer("detail", this.#detail.source, this.#detail.place);
    } catch {
      // the network is gone or slow, or the view has moved on
    }
  }

  /** Stretch again, with the next frame of the screen. */
  stretch() {
    if (!this.about) return;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#signal.aborted) return;
      for (const one of [this.#whole, this.#detail]) {
        if (one) paintSamples(one.source, one.samples, shadeTable(one.samples.about, this.limits));
      }
      this.#canvas.paint();
    });
  }

  /** The part to load, with a margin, its step, and what of it is seen; null where the whole is sharp enough. */
  #partInView() {
    const zoom = this.#canvas.zoom;
    const { picture, step: least } = this.about;
    if (zoom * least <= BLURRED) return null;
    let step = zoom > 0.5 ? 1 : 2 * Math.floor(1 / zoom / 2);
    const [left, top, right, bottom] = this.#canvas.visible();
    const seen = grown([left, top, right, bottom], 0, picture);
    let area = grown([left, top, right, bottom], MARGIN, picture);
    if (count(area, step) > MOST_CROPPED) area = seen;
    while (count(area, step) > MOST_CROPPED) step += step === 1 ? 1 : 2;
    return step < least && area[2] > 0 && area[3] > 0 ? { area, seen, step } : null;
  }
}

/** A canvas for samples, and its place in the image. */
function layer(samples) {
  const { left, top, step, width, height } = samples.about;
  return { samples, source: document.createElement("canvas"), place: [left, top, width * step, height * step] };
}

/** An area (left, top, width, height) of whole pixels, grown by a share of its size, inside the picture. */
function grown([left, top, right, bottom], share, [width, height]) {
  const [across, down] = [(right - left) * share, (bottom - top) * share];
  const [x, y] = [Math.max(0, Math.floor(left - across)), Math.max(0, Math.floor(top - down))];
  return [x, y, Math.min(width, Math.ceil(right + across)) - x, Math.min(height, Math.ceil(bottom + down)) - y];
}

const count = ([, , width, height], step) => Math.ceil(width / step) * Math.ceil(height / step);

/** Whether a loaded part shows what is seen of another at least as sharp. */
function contains(loaded, { seen: [left, top, width, height], step }) {
  const [x, y, wide, high] = loaded.area;
  return loaded.step <= step && left >= x && top >= y && left + width <= x + wide && top + height <= y + high;
}
