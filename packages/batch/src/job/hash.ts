import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** The SHA-256 of some bytes, in hexadecimal digits. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The hash of plain data, whatever the order of its keys. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));
