const polynomial = 0xedb88320;

/** Four tables of 256, so that four bytes are taken at once. */
const makeTables = (): readonly Uint32Array[] => {
  const [first, ...rest] = Array.from({ length: 4 }, () => new Uint32Array(256));
  for (let n = 0; n < 256; n++) {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    first[n] = value;
  }
  let before = first;
  for (const table of rest) {
    for (let n = 0; n < 256; n++) table[n] = (before[n] >>> 8) ^ first[before[n] & 255];
    before = table;
  }
  return [first, ...rest];
};

let tables: readonly Uint32Array[] | undefined;

/** The CRC-32 of bytes, with which zip archives tell whether they are whole. */
export const checksum = (bytes: Uint8Array): number => {
  const [t0, t1, t2, t3] = (tables ??= makeTables());
  const whole = bytes.length - (bytes.length % 4);
  let crc = -1;
  let i = 0;
  for (; i < whole; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = t3[crc & 255] ^ t2[(crc >>> 8) & 255] ^ t1[(crc >>> 16) & 255] ^ t0[crc >>> 24];
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]) & 255];
  return ~crc >>> 0;
};
