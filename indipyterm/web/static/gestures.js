/** Fingers and the mouse on a canvas: dragged with one, zoomed with two or the wheel, tapped twice. */

const SLOWEST_DOUBLE_TAP = 350; // ms
const FARTHEST_DOUBLE_TAP = 30; // CSS pixels
const TAP_MOVES = 8; // CSS pixels that a finger may slip
const LINE = 30; // CSS pixels, where a wheel counts lines
const DOUBLING = 300; // CSS pixels of a wheel

/**
 * All places and distances are in pixels of the screen.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{zoomBy(factor: number, x: number, y: number): void, moveBy(x: number, y: number): void,
 *   doubleTap(x: number, y: number): void}} actions
 */
export function hearGestures(canvas, { zoomBy, moveBy, doubleTap }) {
  const pointers = new Map();
  let lastTap = null;

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * devicePixelRatio, (event.clientY - box.top) * devicePixelRatio];
  }

  function down(event) {
    if (event.button) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { at: place(event), from: [event.clientX, event.clientY], moved: false });
  }

  function move(event) {
    const pointer = pointers.get(event.pointerId);
    if (!pointer) return;
    const at = place(event);
    if (Math.hypot(event.clientX - pointer.from[0], event.clientY - pointer.from[1]) > TAP_MOVES) pointer.moved = true;
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      pointer.moved = other.moved = true;
      const distance = (one) => Math.hypot(one[0] - other.at[0], one[1] - other.at[1]);
      zoomBy(distance(at) / Math.max(1, distance(pointer.at)), ...other.at); // both fingers moving alike moves it
    } else if (pointer.moved) {
      moveBy(pointer.at[0] - at[0], pointer.at[1] - at[1]);
    }
    pointer.at = at;
  }

  function up(event) {
    const pointer = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    if (!pointer || pointer.moved || event.type === "pointercancel") return;
    const tap = { time: event.timeStamp, x: event.clientX, y: event.clientY };
    const last = lastTap;
    lastTap = tap;
    if (!last || tap.time - last.time > SLOWEST_DOUBLE_TAP) return;
    if (Math.hypot(tap.x - last.x, tap.y - last.y) > FARTHEST_DOUBLE_TAP) return;
    lastTap = null;
    doubleTap(...place(event));
  }

  function wheel(event) {
    event.preventDefault();
    const far = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    zoomBy(2 ** (-far / DOUBLING), ...place(event));
  }

  canvas.addEventListener("pointerdown", down);
  canvas.addEventListener("pointermove", move);
  for (const type of ["pointerup", "pointercancel"]) canvas.addEventListener(type, up);
  canvas.addEventListener("wheel", wheel, { passive: false });
}
