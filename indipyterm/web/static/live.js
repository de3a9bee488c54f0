/**
 * The newest state of what a page shows, as the server sends it.
 *
 * One socket for each page. What is applied is acknowledged, a few times a second, and to a page that is slow to do so
 * only one frame is under way: a slow phone gets the newest state, never a queue. Values do not go through templates: each record has a `view` that writes them into
 * the page.
 *
 * @typedef {[string, string, string]} Key server, device, vector
 * @typedef {{id: number, defined: number, k: Key, label: string, group: string, kind: string, rule: string|null, writable: boolean,
 *   readable: boolean, mark: string, unit: string|null, timeout: number, order: number, members: object[], v: string[],
 *   s: string, stale: boolean, sign: string, role: string, changed: number|null, refusal: string, other: boolean,
 *   by: string, busy: [number, number, boolean, boolean]|null, t: object, meaning: object, size: object,
 *   view: {paint(state: object|null, values: object|string[]|null): void}|null}} Record
 */

const SILENCE = 12_000; // ms without a frame, after which nothing shown counts as the truth
const OPENING = 5_000; // ms that a socket may take to open
const ACKNOWLEDGE = 300; // ms between two acknowledgements; the server counts on it (live_page.py)
const POLL = 2_000; // ms between two requests, where sockets do not come through
const POLLS = 10; // before a socket is tried again
const LONGEST_PAUSE = 1_500; // ms between two tries

export const base = document.body.dataset.base ?? "";
/** Names this page to the server, which sends it the answers to what it sent. */
export const page = [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");

/** @param {Key} key */
export const keyText = (key) => JSON.stringify(key);

/** A name of the address, safe to show until the server tells how it is shown. @param {string} text */
export const safeText = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}\ufe00-\ufe0f]/gu, "\ufffd");

/** A time as everything here shows it: UTC. */
export const clockText = (ms) => (ms ? new Date(ms).toISOString().slice(11, 19) : "");

const wait = (ms, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

/**
 * Events: "frame" (its detail is the frame, which is applied already), "heard" (detail: whether the server is heard),
 * "login" (the session has ended).
 */
class Live extends EventTarget {
  /** @type {Map<number, Record>} */
  records = new Map();
  cards = new Map();
  log = [];
  servers = [];
  modes = [];
  transfers = null;
  /** Why nothing may be sent at all; "" if something may. */
  closed = "";
  signs = { stale: ["?", "stale"], other: "⇄", arrow: "→" };
  /** Whether what is shown counts as the truth. */
  heard = true;
  /** Whether a first frame came. */
  heardOnce = false;

  #show = [];
  #epoch = null;
  #n = null;
  #offset = 0;
  #waiting = true; // for the first frame of what is shown now
  #lastHeard = [Date.now(), performance.now()];
  #tried = 0; // when a new beginning was made
  #socket = null;
  #stop = null;
  #byKey = new Map();

  start() {
    document.addEventListener("visibilitychange", () => this.#follow());
    addEventListener("pagehide", () => this.#halt());
    addEventListener("pageshow", () => this.#follow());
    addEventListener("online", () => this.#again());
    setInterval(() => this.#listen(), 1000);
    this.#follow();
  }

  /** Say what the page shows from now on. What was known is forgotten, for it would grow old unseen. */
  show(scopes) {
    if (JSON.stringify(scopes) === JSON.stringify(this.#show)) return;
    this.#show = scopes;
    this.#waiting = true;
    this.#epoch = this.#n = null;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(this.#request());
    else this.#again();
  }

  /** @param {Key} key @returns {Record|undefined} */
  find(key) {
    return this.#byKey.get(keyText(key));
  }

  /** The server's time in ms: the clock of a phone may be wrong. */
  now() {
    return Date.now() + this.#offset;
  }

  /** Whole seconds since the last frame; a clock that was set, or one that slept, does not make them fewer. */
  silence() {
    const [date, steady] = this.#lastHeard;
    return Math.floor(Math.max(Date.now() - date, performance.now() - steady) / 1000);
  }

  /** Drop what is under way to the server, and try anew. */
  retry() {
    this.#again();
  }

  #request() {
    return JSON.stringify({ show: this.#show, page, epoch: this.#epoch, since: this.#n });
  }

  #follow() {
    if (document.visibilityState === "hidden") return this.#halt();
    this.#listen();
    if (!this.#stop) this.#run((this.#stop = new AbortController()).signal);
  }

  #halt() {
    this.#stop?.abort();
    this.#stop = null;
    this.#socket?.close();
    this.#socket = null;
  }

  #again() {
    if (!this.#stop) return;
    this.#tried = performance.now();
    this.#halt();
    this.#follow();
  }

  async #run(stopped) {
    let pause = 200;
    while (!stopped.aborted) {
      const opened = await this.#hold(stopped);
      if (opened) {
        pause = 200;
      } else if (!stopped.aborted && (await this.#poll(stopped))) {
        // The server is there, and something between us takes no sockets.
        for (let count = 0; count < POLLS && !stopped.aborted; count++) {
          await wait(POLL, stopped);
          if (stopped.aborted || !(await this.#poll(stopped))) break;
        }
        continue;
      }
      await wait(pause * (0.7 + 0.6 * Math.random()), stopped);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }

  /** Keep a socket until it closes; return whether it ever opened. */
  #hold(stopped) {
    if (stopped.aborted || !("DecompressionStream" in window)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const url = new URL(`${base}/live`, location.href);
      url.protocol = url.protocol.replace("http", "ws");
      const socket = (this.#socket = new WebSocket(url));
      socket.binaryType = "arraybuffer";
      let opened = false;
      let queue = Promise.resolve();
      let newest = null; // the frame to acknowledge
      let pause = 0;
      const acknowledge = (frame) => {
        newest = frame;
        if (pause || frame === null) return;
        socket.send(String(frame));
        newest = null;
        pause = setTimeout(() => ((pause = 0), acknowledge(newest)), ACKNOWLEDGE);
      };
      const timer = setTimeout(() => end(), OPENING);
      const end = () => {
        clearTimeout(timer);
        clearTimeout(pause);
        stopped.removeEventListener("abort", end);
        socket.onclose = socket.onmessage = null;
        socket.close();
        if (this.#socket === socket) this.#socket = null;
        resolve(opened);
      };
      stopped.addEventListener("abort", end);
      socket.onopen = () => {
        opened = true;
        clearTimeout(timer);
        socket.send(this.#request());
      };
      socket.onmessage = ({ data }) => {
        queue = queue.then(async () => {
          const frame = JSON.parse(typeof data === "string" ? data : await inflated(data));
          if (this.#socket !== socket) return;
          this.#apply(frame);
          acknowledge(frame.n);
        });
        queue.catch(end); // a frame that cannot be read: begin anew, rather than show half of it
      };
      socket.onclose = end;
    });
  }

  async #poll(stopped) {
    const query = new URLSearchParams({ page, show: JSON.stringify(this.#show) });
    if (this.#epoch !== null) query.set("epoch", this.#epoch);
    if (this.#n !== null) query.set("since", this.#n);
    try {
      const signal = AbortSignal.any?.([stopped, AbortSignal.timeout(OPENING)]) ?? stopped; // newer than some phones
      const response = await fetch(`${base}/changes?${query}`, { signal, cache: "no-store" });
      if (response.status === 401) this.dispatchEvent(new Event("login"));
      if (!response.ok) return false;
      const frame = await response.json();
      if (!stopped.aborted) this.#apply(frame);
      return true;
    } catch {
      return false;
    }
  }

  /** Notice silence, and its end. */
  #listen() {
    const heard = this.silence() * 1000 < SILENCE;
    if (heard !== this.heard) {
      this.heard = heard;
      for (const record of this.records.values()) record.view?.paint(null, null);
      this.dispatchEvent(new CustomEvent("heard", { detail: heard }));
    }
    if (!heard && performance.now() - this.#tried >= SILENCE) this.#again(); // a dead socket looks open for minutes
  }

  #apply(frame) {
    this.#lastHeard = [Date.now(), performance.now()];
    if (frame.now) this.#offset = frame.now - Date.now();
    if (frame.signs) Object.assign(this.signs, frame.signs);
    if (frame.servers) this.servers = frame.servers;
    if (frame.modes) this.modes = frame.modes;
    if (frame.closed !== undefined) this.closed = frame.closed;
    if (frame.all) this.#forget();
    if (!this.#waiting) {
      this.#epoch = frame.epoch ?? this.#epoch;
      this.#n = frame.n;
      this.#applyState(frame);
    } else {
      // Of what the page showed before: only what is said to everyone counts.
      const { n, notices, answers, image, servers, modes, closed } = frame;
      frame = { n, notices, answers, image, servers, modes, closed };
    }
    this.#listen();
    this.dispatchEvent(new CustomEvent("frame", { detail: frame }));
    this.heardOnce = true;
  }

  #forget() {
    this.#waiting = false;
    this.records.clear();
    this.#byKey.clear();
    this.cards.clear();
    this.log = [];
    this.transfers = null;
  }

  #applyState(frame) {
    for (const card of frame.devices ?? []) this.cards.set(keyText(card.k), card);
    for (const key of frame.gone ?? []) this.cards.delete(keyText(key));
    for (const id of frame.delete ?? []) {
      const record = this.records.get(id);
      this.records.delete(id);
      if (record && this.#byKey.get(keyText(record.k)) === record) this.#byKey.delete(keyText(record.k));
    }
    for (const vector of frame.define ?? []) {
      const record = { refusal: "", by: "", busy: null, t: {}, meaning: {}, size: {}, view: null, ...vector };
      const before = this.#byKey.get(keyText(vector.k));
      if (before && before.id !== vector.id) this.records.delete(before.id);
      this.records.set(vector.id, record);
      this.#byKey.set(keyText(vector.k), record);
    }
    for (const change of frame.set ?? []) this.#set(...change);
    if (frame.log) this.log = [...this.log, ...frame.log].slice(-2000);
    if (frame.transfers) this.transfers = frame.transfers;
  }

  /** The hot path: of a vector what changed, written straight into the page. */
  #set(id, state, values) {
    const record = this.records.get(id);
    if (!record) return;
    if (state) Object.assign(record, state);
    if (Array.isArray(values)) record.v = values;
    else if (values) for (const index in values) record.v[index] = values[index];
    record.unknown = "";
    record.view?.paint(state, values);
  }
}

async function inflated(data) {
  return new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

export const live = new Live();
