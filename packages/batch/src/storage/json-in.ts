/**
 * The JSON in a file of the storage.
 *
 * @param bytes - the file, or its text
 * @returns the value; undefined where it is none, such as in a file that a full disk has cut off
 */
export const jsonIn = (bytes: Uint8Array | string): unknown => {
  try {
    return JSON.parse(typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};
