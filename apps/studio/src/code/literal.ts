/** Bytes as text that `atob` reads. */
export const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));

/** Plain options as a program has them. */
export const literal = (options: object): string =>
  JSON.stringify(options, undefined, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/"([a-zA-Z]\w*)":/g, '$1:')
    .replaceAll('"', "'");
