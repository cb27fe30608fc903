/** Where the pen went, in a square of 256 by 256: x and y, 0 to 255, in turn. */
export type StrokePoints = readonly number[];

/** What is looked at: a sample, a drawing, or a picture as the network sees it, 28 by 28 bytes. */
export type Input =
  | { readonly kind: 'sample'; readonly digit: number }
  | { readonly kind: 'strokes'; readonly strokes: readonly StrokePoints[] }
  | { readonly kind: 'pixels'; readonly pixels: readonly number[] };

/** Pixels of a picture that the network sees. */
const pixelCount = 784;

/** No more points than this are kept in an address. */
const mostPoints = 4000;

const toText = (bytes: readonly number[]): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const toBytes = (text: string): number[] | undefined => {
  if (!/^[\w-]*$/.test(text) || text.length > 4 * mostPoints) return undefined;
  try {
    return Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** Lengths of strokes, then their points. */
const strokesText = (strokes: readonly StrokePoints[]): string => {
  const lengths = strokes.map((stroke) => stroke.length / 2);
  return toText([strokes.length, ...lengths.flatMap((n) => [n >> 8, n & 255]), ...strokes.flat()]);
};

const strokesIn = (bytes: readonly number[]): readonly StrokePoints[] | undefined => {
  const [count = 0] = bytes;
  const lengths = Array.from({ length: count }, (_, i) => 2 * (256 * bytes[1 + 2 * i] + bytes[2 + 2 * i]));
  let from = 1 + 2 * count;
  const strokes = lengths.map((length) => bytes.slice(from, (from += length)));
  return from === bytes.length && strokes.every(({ length }) => length > 0) ? strokes : undefined;
};

/** An input as text of an address. */
export const inputText = (input: Input): string => {
  switch (input.kind) {
    case 'sample':
      return `sample.${input.digit}`;
    case 'strokes':
      return `strokes.${strokesText(input.strokes)}`;
    case 'pixels':
      return `pixels.${toText(input.pixels)}`;
  }
};

/** The input that a text of an address says; undefined for one that says none. */
export const inputIn = (text: string): Input | undefined => {
  const at = text.indexOf('.');
  const [kind, rest] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === 'sample') return /^\d$/.test(rest) ? { kind, digit: Number(rest) } : undefined;
  const bytes = toBytes(rest);
  if (bytes === undefined) return undefined;
  if (kind === 'pixels') return bytes.length === pixelCount ? { kind, pixels: bytes } : undefined;
  const strokes = kind === 'strokes' ? strokesIn(bytes) : undefined;
  return strokes && { kind: 'strokes', strokes };
};

/** A drawing with a point more: of a new stroke, or at the end of the last one where it is far enough from the point before. */
export const withPoint = (input: Input, x: number, y: number, isNew: boolean): Input => {
  const strokes = input.kind === 'strokes' ? input.strokes : [];
  const point = [x, y].map((value) => Math.max(0, Math.min(255, Math.round(value))));
  if (strokes.flat().length >= 2 * mostPoints) return input;
  if (isNew || strokes.length === 0)
    return strokes.length < 255 ? { kind: 'strokes', strokes: [...strokes, point] } : input;
  const last = strokes[strokes.length - 1];
  const [dx, dy] = [point[0] - last[last.length - 2], point[1] - last[last.length - 1]];
  if (dx * dx + dy * dy < 9) return input;
  return { kind: 'strokes', strokes: [...strokes.slice(0, -1), [...last, ...point]] };
};
