/** What the server has of saved files: lists, words, pictures. Failures are errors whose message is for people. */

import { call } from "./commands.js";

/** @typedef {{id: string, name: string, key: [string, string, string], member: string, device: string, size: number,
 *   sizeText: string, when: number}} SavedFile */

const FAILED = "the network failed";

/** @returns {Promise<any>} */
async function json(path, signal) {
  const { ok, data } = await call(path, { signal });
  if (!ok) throw new Error(data.error ?? FAILED);
  return data;
}

async function content(path, signal) {
  const response = await call(path, { signal, raw: true });
  if (!response.ok) throw new Error(response.data.error ?? FAILED);
  return response;
}

const query = (options) => new URLSearchParams(options).toString();

/** @returns {Promise<{cameras: SavedFile[], files: SavedFile[]}>} */
export const listFiles = (signal) => json("/image-list", signal);

export const fileUrl = (id) => `/image-file?${query({ id })}`;

/** What a file is: its kind, words about the picture, and its cards. */
export const describeFile = (id, signal) => json(`/image-header?${query({ id })}`, signal);

/** The whole picture, stretched by the server; what a browser shows as it is, as it is. @returns {Promise<ImageBitmap>} */
export async function loadPicture(id, kind, width, height, signal) {
  const path = kind === "fits" ? `/image-preview?${query({ id, w: width, h: height })}` : fileUrl(id);
  const blob = await (await content(path, signal)).blob();
  try {
    return await createImageBitmap(blob);
  } catch {
    throw new Error("this browser cannot show it");
  }
}

/** Samples of the whole picture. @returns {Promise<ArrayBuffer>} */
export const loadSamples = async (id, w, h, signal) =>
  (await content(`/image-samples?${query({ id, w, h })}`, signal)).arrayBuffer();

/** Samples of a part of it. @returns {Promise<ArrayBuffer>} */
export const loadCrop = async (id, [x, y, w, h], step, signal) =>
  (await content(`/image-crop?${query({ id, x, y, w, h, step })}`, signal)).arrayBuffer();

export async function deleteFile(id) {
  const { ok, data } = await call("/image-delete", { method: "POST", body: { id } });
  if (!ok) throw new Error(data.error ?? FAILED);
}

/** 22:41:07 UTC, with the day unless that is today's. */
export function timeText(ms) {
  const [day, time] = new Date(ms).toISOString().split(/[T.]/);
  return `${day === new Date().toISOString().slice(0, 10) ? "" : `${day} `}${time}`;
}

/** Do work whenever it is called for, but once at a time: what comes while it is done is one more time afterwards. */
export function oneAtATime(work) {
  let [running, again] = [false, false];
  return async () => {
    again = true;
    if (running) return;
    running = true;
    try {
      while (again) {
        again = false;
        await work();
      }
    } finally {
      running = false;
    }
  };
}
