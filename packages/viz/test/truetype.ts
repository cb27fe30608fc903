/**
 * Reads advance widths from a TrueType font: the tables `head`, `hhea`, `hmtx` and `cmap` (format 4) of the OpenType specification.
 */
export const advanceWidths = (bytes: Uint8Array): ((codePoint: number) => number) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    tables.set(String.fromCharCode(...bytes.subarray(record, record + 4)), view.getUint32(record + 8));
  }
  const unitsPerEm = view.getUint16(tables.get('head')! + 18);
  const longMetrics = view.getUint16(tables.get('hhea')! + 34);
  const cmap = tables.get('cmap')!;
  const encodings = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => cmap + view.getUint32(cmap + 8 + 8 * i));
  const format4 = encodings.find((offset) => view.getUint16(offset) === 4)!;
  const segments = view.getUint16(format4 + 6) / 2;
  const part = (index: number, segment: number): number =>
    format4 + 14 + 2 * (index * segments + segment) + (index > 0 ? 2 : 0);

  const glyphOf = (codePoint: number): number => {
    for (let s = 0; s < segments; s++) {
      if (codePoint > view.getUint16(part(0, s))) continue;
      const start = view.getUint16(part(1, s));
      if (codePoint < start) return 0;
      const delta = view.getUint16(part(2, s));
      const offset = view.getUint16(part(3, s));
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = view.getUint16(part(3, s) + offset + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
  return (codePoint) =>
    view.getUint16(tables.get('hmtx')! + 4 * Math.min(glyphOf(codePoint), longMetrics - 1)) / unitsPerEm;
};
