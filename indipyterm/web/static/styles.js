/** Style sheets that come with the module that needs them. */

const loaded = new Map();

/** Load a style sheet that lies beside this module, once; the promise is kept when it applies. @param {string} name */
export function styled(name) {
  if (!loaded.has(name)) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(name, import.meta.url) });
    loaded.set(name, new Promise((resolve) => (link.onload = link.onerror = resolve)));
    document.head.append(link);
  }
  return loaded.get(name);
}
