/**
 * A canvas on which an image is moved and zoomed, by touch, mouse or keys. Layers of any resolution lie over one another,
 * each with its place in pixels of the image.
 */

import { hearGestures } from "./gestures.js";

const CLOSEST = 32; // CSS pixels a pixel of the image
const SETTLED = 150; // ms without a move

/** Make what a canvas shows grey and then red, in the night theme. @param {CanvasRenderingContext2D} pen */
export function redden(pen) {
  const { width, height } = pen.canvas;
  pen.save();
  pen.resetTransform();
  pen.globalCompositeOperation = "saturation";
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, width, height);
  pen.globalCompositeOperation = "multiply";
  pen.fillStyle = "#f00";
  pen.fillRect(0, 0, width, height);
  pen.restore();
}

/** Events: "settled" when the view was not moved for a moment, "tap" (detail: {x, y} in the image) after a double tap. */
export class ImageCanvas extends EventTarget {
  /** In the night theme? */
  red = false;
  #canvas;
  #pen;
  #layers = new Map();
  #size = [0, 0];
  #shape = 1;
  #center = [0, 0]; // in pixels of the image
  #zoom = 1; // pixels of the screen a pixel of the image
  #fitted = true;
  #frame = 0;
  #timer = 0;
  #watcher;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    super();
    this.#canvas = canvas;
    this.#pen = canvas.getContext("2d", { alpha: false });
    this.#watcher = new ResizeObserver(() => this.resize());
    this.#watcher.observe(canvas);
    hearGestures(canvas, {
      zoomBy: (...how) => this.zoomBy(...how),
      moveBy: (...how) => this.moveBy(...how),
      doubleTap: (...place) => this.#doubleTap(place),
    });
  }

  close() {
    this.#watcher.disconnect();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  /** Pixels of the screen that the canvas has. */
  get screen() {
    return [this.#canvas.width, this.#canvas.height];
  }

  get fitted() {
    return this.#fitted;
  }

  /** Pixels of the screen that a pixel of the image takes. */
  get zoom() {
    return this.#zoom;
  }

  /** Say how many pixels the image has; what is in view stays there if it is the same image in another resolution. */
  setImage(width, height, shape = 1) {
    const [before] = this.#size;
    this.#size = [width, height];
    this.#shape = shape;
    if (!before || this.#fitted) return this.fit();
    const factor = width / before;
    this.#zoom /= factor;
    this.#center = this.#center.map((place) => place * factor);
    this.#changed();
  }

  /** Put a picture over those that are there. @param {CanvasImageSource|null} source null: take it away
   * @param {[number, number, number, number]} [place] left, top, width and height, in pixels of the image */
  setLayer(name, source, place) {
    if (source) this.#layers.set(name, { source, place });
    else this.#layers.delete(name);
    this.draw();
  }

  clear() {
    this.#layers.clear();
    this.draw();
  }

  /** Show the whole image. */
  fit() {
    const [width, height] = this.#size;
    this.#fitted = true;
    this.#zoom = this.#fitting();
    this.#center = [width / 2, height / 2];
    this.#changed();
  }

  /** Show a place with one pixel of the image in one CSS pixel. */
  fullSize(x = this.#center[0], y = this.#center[1]) {
    this.#fitted = false;
    this.#zoom = devicePixelRatio;
    this.#center = [x, y];
    this.#changed();
  }

  /** Zoom by a factor, around the middle or a place on the screen. */
  zoomBy(factor, x = this.#canvas.width / 2, y = this.#canvas.height / 2) {
    const fixed = this.#inImage(x, y);
    const least = this.#fitting();
    this.#zoom = Math.min(Math.max(this.#zoom * factor, least), Math.max(least, CLOSEST * devicePixelRatio));
    this.#fitted = this.#zoom <= least;
    const now = this.#inImage(x, y);
    this.#center = this.#center.map((place, axis) => place + fixed[axis] - now[axis]);
    this.#changed();
  }

  /** Move the view by pixels of the screen. */
  moveBy(x, y) {
    this.#center = [this.#center[0] + x / this.#zoom, this.#center[1] + y / (this.#zoom * this.#shape)];
    this.#changed();
  }

  /** The part of the image that is seen: left, top, right and bottom. */
  visible() {
    const [left, top] = this.#inImage(0, 0);
    const [right, bottom] = this.#inImage(...this.screen);
    const [width, height] = this.#size;
    return [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
  }

  /** Draw with the next frame of the screen. */
  draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint();
    });
  }

  /** Draw now. */
  paint() {
    const pen = this.#pen;
    const [width, height] = this.screen;
    pen.resetTransform();
    pen.fillStyle = "#000";
    pen.fillRect(0, 0, width, height);
    const tall = this.#zoom * this.#shape;
    const corner = [width / 2 - this.#center[0] * this.#zoom, height / 2 - this.#center[1] * tall].map(Math.round); // sharp at 1:1
    pen.setTransform(this.#zoom, 0, 0, tall, ...corner);
    pen.beginPath();
    pen.rect(0, 0, ...this.#size);
    pen.save();
    pen.clip();
    for (const { source, place } of this.#layers.values()) {
      pen.imageSmoothingEnabled = (place[2] / source.width) * this.#zoom < 2;
      pen.imageSmoothingQuality = "medium";
      pen.drawImage(source, ...place);
    }
    pen.restore();
    if (this.red) redden(pen);
  }

  #doubleTap(place) {
    const [x, y] = this.#inImage(...place);
    this.dispatchEvent(new CustomEvent("tap", { detail: { x, y } }));
  }

  #fitting() {
    const [width, height] = this.#size;
    return width ? Math.min(this.#canvas.width / width, this.#canvas.height / (height * this.#shape)) : 1;
  }

  #changed() {
    const tall = this.#zoom * this.#shape;
    this.#center = [
      kept(this.#center[0], this.#canvas.width / this.#zoom, this.#size[0]),
      kept(this.#center[1], this.#canvas.height / tall, this.#size[1]),
    ];
    this.draw();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dispatchEvent(new Event("settled")), SETTLED);
  }

  /** Take on the size that the canvas has on the page. */
  resize() {
    const { clientWidth, clientHeight } = this.#canvas;
    const [width, height] = [clientWidth, clientHeight].map((length) => Math.max(1, Math.round(length * devicePixelRatio)));
    if (width === this.#canvas.width && height === this.#canvas.height) return;
    [this.#canvas.width, this.#canvas.height] = [width, height];
    if (this.#fitted) this.fit();
    else this.#changed();
    this.paint(); // at once: a canvas of a new size is empty
  }

  #inImage(x, y) {
    const [width, height] = this.screen;
    return [
      this.#center[0] + (x - width / 2) / this.#zoom,
      this.#center[1] + (y - height / 2) / (this.#zoom * this.#shape),
    ];
  }
}

/** The middle of a view of a length, so that it does not leave the image. */
function kept(middle, seen, length) {
  return seen >= length ? length / 2 : Math.min(Math.max(middle, seen / 2), length - seen / 2);
}
