/**
 * From 16-bit samples of an image to grey pixels: the same curve as the server's previews, with limits that one can move.
 *
 * @typedef {{picture: [number, number], shape: number, left: number, top: number, step: number, width: number,
 *   height: number, scale: number, zero: number, black: number, white: number, midtone: number}} About
 * @typedef {{about: About, codes: Uint16Array}} Samples
 * @typedef {{black: number, white: number, midtone: number}} Limits black and white in the unit of the file; midtone is
 *   the share of the range between them that is shown half as bright as white
 */

const CODES = 65_536;
const NEWLINE = 10;

/** Read what /image-samples and /image-crop give. @param {ArrayBuffer} buffer @returns {Samples} */
export function readSamples(buffer) {
  const bytes = new Uint8Array(buffer);
  const end = bytes.indexOf(NEWLINE);
  const about = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const count = about.width * about.height;
  const high = bytes.subarray(end + 1, end + 1 + count);
  const low = bytes.subarray(end + 1 + count, end + 1 + 2 * count);
  const codes = new Uint16Array(count);
  for (let place = 0; place < count; place++) codes[place] = (high[place] << 8) | low[place];
  return { about, codes };
}

/** The curve that passes through 0, 1 and, at `midtone`, a half; asinh as in the previews. @returns {(share: number) => number} */
export function curve(midtone) {
  if (midtone > 0.5) {
    const mirrored = curve(1 - midtone);
    return (share) => 1 - mirrored(1 - share);
  }
  const full = 2 * Math.acosh(1 / (2 * midtone));
  const softness = Math.sinh(full);
  return full < 1e-6 ? (share) => share : (share) => Math.asinh(softness * share) / full;
}

/** How bright each code is shown, 0 to 255. @param {About} about @param {Limits} limits */
export function shadeTable(about, limits) {
  const table = new Uint8ClampedArray(CODES);
  const black = (limits.black - about.zero) / about.scale;
  const range = Math.max((limits.white - limits.black) / about.scale, 1e-9);
  const bright = curve(limits.midtone);
  const first = Math.min(Math.max(0, Math.ceil(black)), CODES);
  const end = Math.min(Math.max(0, Math.ceil(black + range)), CODES);
  for (let code = first; code < end; code++) table[code] = 255 * bright((code - black) / range);
  return table.fill(255, end);
}

const images = new WeakMap(); // canvas → the pixels that are put into it again and again

/** Write samples into a canvas, which gets their size. @param {HTMLCanvasElement} canvas @param {Samples} samples @param {Uint8ClampedArray} table */
export function paintSamples(canvas, samples, table) {
  const { width, height } = samples.about;
  if (!images.has(canvas)) {
    [canvas.width, canvas.height] = [width, height];
    images.set(canvas, new ImageData(width, height));
  }
  const image = images.get(canvas);
  const pixels = new Uint32Array(image.data.buffer);
  const { codes } = samples;
  for (let place = 0; place < codes.length; place++) pixels[place] = 0xff000000 | (table[codes[place]] * 0x010101);
  canvas.getContext("2d", { alpha: false }).putImageData(image, 0, 0);
}
