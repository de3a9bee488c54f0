/** One image: moved, zoomed and stretched by hand; the newest one of its camera as it comes, unless it is held. */

import { ImageCanvas } from "./image-canvas.js";
import { describeFile, fileUrl, listFiles, loadPicture, oneAtATime, timeText } from "./image-files.js";
import { showHeader } from "./image-header.js";
import { ImageLayers } from "./image-layers.js";
import { drawTools } from "./image-tools.js";

const PREVIEW = [640, 512];
const AS_IT_IS = /\.(jpe?g|png|gif|webp)$/i;
const STEP = 1.25; // of a key that zooms
const MOVE = 80; // CSS pixels of a key that moves

/** @typedef {import("./image-files.js").SavedFile} SavedFile */

/**
 * @param {HTMLElement} container @param {string|null} id null: the newest image of any camera
 * @param {Promise<void>} laidOut kept when the canvas has its size
 */
export function openImage(container, id, app, laidOut) {
  const view = new ImageView(container, id, app, laidOut);
  return { show: [{ transfers: true }], key: (event) => view.key(event), close: () => view.close() };
}

class ImageView {
  #app;
  #laidOut;
  #camera = null; // of which images are shown; null: of all
  /** @type {SavedFile|null} */
  #file = null;
  #files = []; // of the camera, the newest first
  #held = false;
  #fault = "";
  #about = null;
  /** @type {ImageLayers|null} */
  #layers = null;
  #adjusted = { black: 0, white: 0, midtone: null };
  #loading = new AbortController();
  #closed = new AbortController();
  #stretching = false;
  /** The preview of the image that the address names, asked for before anything else is known. */
  #early = null;

  constructor(container, id, app, laidOut) {
    this.#app = app;
    this.#laidOut = laidOut;
    this.stage = document.createElement("canvas");
    this.stage.tabIndex = 0;
    this.stage.setAttribute("role", "img");
    this.words = Object.assign(document.createElement("div"), { className: "about" });
    container.append(this.stage, this.words);
    this.canvas = new ImageCanvas(this.stage);
    this.canvas.red = app.theme() === "night";
    const { signal } = this.#closed;
    this.canvas.addEventListener("tap", ({ detail: { x, y } }) => this.#tapped(x, y), { signal });
    const follow = oneAtATime(() => this.#look(null)); // a fast camera does not keep an image from being shown
    app.live.addEventListener("frame", ({ detail }) => detail.image && follow(), { signal });
    document.addEventListener("theme", () => this.#themed(), { signal });
    this.draw();
    if (id) this.#early = loadPicture(id, "fits", ...PREVIEW, this.#closed.signal).catch(() => null);
    this.#look(id, true);
  }

  close() {
    this.#closed.abort();
    this.#loading.abort();
    this.canvas.close();
  }

  /** Look which files there are, and show the one that was asked for, or the newest. */
  async #look(id, first = false) {
    try {
      const { files } = await listFiles(this.#closed.signal);
      const found = files.find((file) => file.id === id);
      if (id && !found) throw new Error("it is not one of this session's files; all are listed under Images");
      if (found) this.#camera = cameraOf(found);
      this.#files = this.#camera ? files.filter((file) => cameraOf(file) === this.#camera) : files;
      if (first && found) this.#held = found !== this.#files[0];
      const wanted = found ?? (this.#held ? this.#file : this.#files[0]);
      if (wanted && wanted.id !== this.#file?.id) await this.#load(wanted);
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      this.#fault = error.message;
    }
    this.draw();
  }

  /** @param {SavedFile} file */
  async #load(file) {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    this.#file = file;
    this.#fault = "";
    this.#about = null;
    this.draw();
    try {
      const stretched = await this.#loadFirst(file, signal);
      await this.#laidOut;
      this.canvas.resize();
      if (stretched) await this.#layers.loadWhole();
      if (signal.aborted) return;
      this.draw();
      this.#about ??= await describeFile(file.id, signal);
    } catch (error) {
      if (signal.aborted) return;
      this.#fault = error.message;
      this.canvas.clear();
    }
    this.draw();
  }

  /** Show the whole picture as soon as possible; return whether it can be stretched here. */
  async #loadFirst(file, signal) {
    let kind = AS_IT_IS.test(file.name) ? "as it is" : "fits";
    let picture;
    const early = this.#early;
    this.#early = null;
    try {
      picture = (await early) ?? (await loadPicture(file.id, kind, ...PREVIEW, signal));
    } catch {
      signal.throwIfAborted();
      this.#about = await describeFile(file.id, signal); // it says what the file is, or why it is no image
      kind = this.#about.kind;
      picture = await loadPicture(file.id, kind, ...PREVIEW, signal);
    }
    signal.throwIfAborted();
    this.canvas.clear();
    this.stage.style.setProperty("--shape", picture.width / picture.height); // no black bars on a phone
    this.canvas.setImage(picture.width, picture.height);
    this.canvas.setLayer("preview", picture, [0, 0, picture.width, picture.height]);
    this.#layers = kind === "fits" ? new ImageLayers(this.canvas, file.id, signal) : null;
    if (this.#layers) this.#layers.adjusted = this.#adjusted;
    return kind === "fits";
  }

  #themed() {
    this.canvas.red = this.#app.theme() === "night";
    this.canvas.draw();
  }

  #tapped(x, y) {
    if (this.canvas.zoom < devicePixelRatio) this.canvas.fullSize(x, y);
    else this.canvas.fit();
    this.#layers?.sharpen();
  }

  #go(step) {
    const place = this.#files.findIndex(({ id }) => id === this.#file?.id) + step;
    if (place < 0 || place >= this.#files.length) return;
    this.#held = place > 0;
    this.#load(this.#files[place]);
  }

  #hold() {
    this.#held = !this.#held;
    this.draw();
    if (!this.#held) this.#look(null);
  }

  #adjust(change) {
    Object.assign(this.#adjusted, change);
    this.#layers?.stretch();
    this.draw();
  }

  /** Do what a key says; return whether it says anything. @param {KeyboardEvent} event */
  key(event) {
    const far = MOVE * devicePixelRatio;
    const actions = {
      "+": () => this.canvas.zoomBy(STEP),
      "-": () => this.canvas.zoomBy(1 / STEP),
      0: () => this.canvas.fit(),
      1: () => this.#fullSize(),
      ArrowLeft: () => this.canvas.moveBy(-far, 0),
      ArrowRight: () => this.canvas.moveBy(far, 0),
      ArrowUp: () => this.canvas.moveBy(0, -far),
      ArrowDown: () => this.canvas.moveBy(0, far),
      "<": () => this.#go(1),
      ">": () => this.#go(-1),
      k: () => this.#header(),
      " ": () => this.#hold(),
    };
    const taken = event.target.matches?.("input, button, a, summary") && /^(Arrow.*| )$/.test(event.key);
    if (taken || event.ctrlKey || event.metaKey || event.altKey || !(event.key in actions)) return false;
    actions[event.key]();
    event.preventDefault();
    return true;
  }

  #header() {
    if (this.#about?.cards.length) showHeader(this.#app, this.#file.name, this.#about.cards);
  }

  draw() {
    const file = this.#file;
    this.stage.setAttribute("aria-label", file ? `Image ${file.name}` : "No image");
    const place = this.#files.findIndex(({ id }) => id === file?.id);
    const state = {
      file, about: this.#about, fault: this.#fault, held: this.#held, stretching: this.#stretching, adjusted: this.#adjusted,
      limits: this.#layers?.about ? this.#layers.limits : null,
      hasOlder: place >= 0 && place < this.#files.length - 1,
      hasNewer: place > 0,
      none: !this.#files.length,
      download: file ? this.#app.base + fileUrl(file.id) : "",
    };
    drawTools(this.words, state, {
      fit: () => this.canvas.fit(),
      fullSize: () => this.#fullSize(),
      older: () => this.#go(1),
      newer: () => this.#go(-1),
      hold: () => this.#hold(),
      fold: () => this.#fold(),
      header: () => this.#header(),
      adjust: (change) => this.#adjust(change),
    });
  }

  #fullSize() {
    this.canvas.fullSize();
    this.#layers?.sharpen();
  }

  #fold() {
    this.#stretching = !this.#stretching;
    this.draw();
  }
}

const cameraOf = ({ key, member }) => JSON.stringify([...key, member]);
