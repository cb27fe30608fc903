import { fromHalf } from '@interp/core/internal';
import type { SafetensorsDtype } from './entry.js';

const word = new Uint32Array(1);
const number = new Float32Array(word.buffer);

/** Rounds the bits of a float32 to its upper 16, to even where halfway; a NaN stays one. */
const toBfloat = (value: number): number => {
  number[0] = value;
  const bits = word[0];
  if (Number.isNaN(value)) return (bits >>> 16) | 0x40;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
};

const fromBfloat = (bits: number): number => {
  word[0] = bits << 16;
  return number[0];
};

/** A float of 8 bits, given how many of them are its fraction and the bias of its exponent; none is an infinity. */
const fromBits = (bits: number, fractionBits: number, bias: number): number => {
  const sign = bits & 0x80 ? -1 : 1;
  const exponent = (bits & 0x7f) >>> fractionBits;
  const fraction = (bits & ((1 << fractionBits) - 1)) / (1 << fractionBits);
  return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
};

const roundToEven = (x: number): number => {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
};

const toHalf = (value: number): number => {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
  number[0] = size;
  const exponent = (word[0] >>> 23) - 127;
  return sign | (roundToEven(size * 2 ** (10 - exponent)) + ((exponent + 14) << 10));
};

type Coding = Readonly<Partial<Record<SafetensorsDtype, (of: number) => number>>>;

/** Reads floats of 16 bits, and of 8 as the OCP specifications of 8-bit floating point and microscaling formats have them. */
export const decodeFloat: Coding = {
  F16: fromHalf,
  BF16: fromBfloat,
  F8_E4M3: (bits) => ((bits & 0x7f) === 0x7f ? NaN : fromBits(bits, 3, 7)),
  F8_E5M2: (bits) => fromHalf(bits << 8),
  F8_E8M0: (bits) => (bits === 0xff ? NaN : 2 ** (bits - 127)),
};

/** Rounds numbers to floats of 16 bits. */
export const encodeFloat: Coding = { F16: toHalf, BF16: toBfloat };
