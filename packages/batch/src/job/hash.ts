import { createHash } from 'node:crypto';

/** The SHA-256 of some bytes, in hexadecimal digits. */
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** JSON with the keys of objects in order, so that the same values give the same text. */
const canonicalJson = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** The hash of plain data, whatever the order of its keys. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));
