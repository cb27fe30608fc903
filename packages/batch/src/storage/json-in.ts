import { isObject } from '@interp/checks';

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

/** What a field of a stored value is. */
export type StoredKind = 'text' | 'count' | 'number' | 'flag' | 'list' | 'object';

const isOfKind: Readonly<Record<StoredKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  count: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  number: Number.isFinite,
  flag: (value) => typeof value === 'boolean',
  list: Array.isArray,
  object: isObject,
};

/**
 * Whether a stored value has the fields that it was written with: whoever may write to a storage may write anything.
 *
 * @param value - what was read
 * @param fields - what they are
 * @param others - those that may be missing
 */
export const hasFields = (
  value: unknown,
  fields: Readonly<Record<string, StoredKind>>,
  others: Readonly<Record<string, StoredKind>> = {},
): boolean =>
  isObject(value) &&
  Object.entries(fields).every(([name, kind]) => isOfKind[kind](value[name])) &&
  Object.entries(others).every(([name, kind]) => value[name] === undefined || isOfKind[kind](value[name]));

/** The list in JSON; undefined where it is none. */
export const listIn = (text: Uint8Array | string = ''): readonly unknown[] | undefined => {
  const list = jsonIn(text);
  return Array.isArray(list) ? (list as readonly unknown[]) : undefined;
};

/** The list of texts in JSON; undefined where it is none. */
export const textsIn = (text: string | undefined): readonly string[] | undefined => {
  const list = listIn(text);
  return list?.every((one) => typeof one === 'string') ? list : undefined;
};
