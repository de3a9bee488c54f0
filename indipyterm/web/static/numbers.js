/** INDI's numbers as people read them, and back: what the server shows of a value, in plots. */

const SEXAGESIMAL = /%[-0-9. ]*m/;
const PARTS = [1, 2, 5, 10, 15, 30];

export const isSexagesimal = (format) => SEXAGESIMAL.test(format);

/** The value of a text that the server shows: `12.5`, or sexagesimal, whose sign is that of the whole. NaN if it is none. */
export function parseNumber(text) {
  const found = /^\s*([+-]?)(\d+)\s*:\s*(\d+(?:\.\d*)?)(?:\s*:\s*(\d+(?:\.\d*)?))?\s*$/.exec(text);
  if (!found) return text.trim() === "" ? NaN : Number(text);
  const [, sign, whole, minutes, seconds = 0] = found;
  const value = Number(whole) + Number(minutes) / 60 + Number(seconds) / 3600;
  return sign === "-" ? -value : value;
}

/** A value with as many digits as a step between two marks needs; 5:35:17 if the number is sexagesimal. */
export function markText(value, step, format) {
  if (!isSexagesimal(format)) {
    const digits = Math.max(0, Math.min(20, Math.ceil(-Math.log10(step) - 1e-9)));
    return Math.abs(value) >= 1e7 || (value && Math.abs(value) < 1e-5) ? value.toPrecision(4) : value.toFixed(digits);
  }
  const seconds = Math.round(Math.abs(value) * 3600);
  const two = (part) => String(part).padStart(2, "0");
  const text = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}`;
  return `${value < 0 && seconds ? "-" : ""}${text}${step < 1 / 60 - 1e-9 ? `:${two(seconds % 60)}` : ""}`;
}

/** Steps between marks that are round in sixtieths. */
export const SIXTIETHS = [
  ...PARTS.map((part) => part / 3600),
  ...PARTS.map((part) => part / 60),
  ...[1, 2, 5, 10, 20, 30, 60, 90, 180],
];
