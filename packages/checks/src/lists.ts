import { InterpError } from './interp-error.js';
import { isObject } from './objects.js';
import { shownName } from './plain-text.js';
import { isTensor, shownValue } from './shown-value.js';

/** Limits of {@link checkList}. Without any, every list passes. */
export interface ListLimits {
  /** How many elements it must have. */
  readonly length?: number;
  /** Whether each of them must be a finite number. Default false. */
  readonly numbers?: boolean;
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);

/**
 * Checks an option that is a list, an array or a typed one: callers in JavaScript may give anything.
 *
 * @param name - name of the option, for the message
 * @param value - the value given
 * @param limits - length and type of elements
 * @throws InterpError `bad-option`
 */
export function checkList(
  name: string,
  value: unknown,
  { length, numbers = false }: ListLimits = {},
): asserts value is readonly unknown[] {
  const good =
    isList(value) &&
    (length === undefined || value.length === length) &&
    (!numbers || Array.from(value).every((element) => typeof element === 'number' && Number.isFinite(element)));
  if (good) return;
  if (isTensor(value))
    throw new InterpError(
      'bad-option',
      `${name} is a Tensor; expected a list of numbers, as [...(await tensor.data())]`,
    );
  const many = length === undefined ? '' : ` of ${length}`;
  throw new InterpError(
    'bad-option',
    `${name} is no list${many}${numbers ? ' finite numbers' : ''}; expected one, as [${numbers ? '-1, 1' : '…'}]`,
  );
}

/** Checks an option that is called back, or left out. Throws InterpError `bad-option` for anything but a function. */
export const checkCallback = (name: string, value: unknown): void => {
  if (value !== undefined && typeof value !== 'function')
    throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected a function`);
};

/**
 * Checks an option that is a value with methods, such as a loss or an optimiser, rather than its name.
 *
 * @param name - name of the option, for the message
 * @param value - the value given
 * @param functions - the names of the functions that it must have
 * @param expected - what to give, for the message. Default a value made for this option
 * @throws InterpError `bad-option`
 */
export const checkFunctions = (
  name: string,
  value: unknown,
  functions: readonly string[],
  expected = 'a value made for this option',
): void => {
  const parts = value as Readonly<Record<string, unknown>> | null | undefined;
  const missing = functions.find((part) => typeof parts?.[part] !== 'function');
  if (missing !== undefined)
    throw new InterpError('bad-option', `${name} has no function ${shownName(missing)}; expected ${expected}`);
};

/** What a field of a value is. */
export type FieldKind = 'list' | 'object' | 'function' | 'number' | 'text';

const isOfKind: Readonly<Record<FieldKind, (value: unknown) => boolean>> = {
  list: isList,
  object: (value) => typeof value === 'object' && value !== null,
  function: (value) => typeof value === 'function',
  number: (value) => typeof value === 'number',
  text: (value) => typeof value === 'string',
};

/** The first of some fields that a value does not have as it should. */
const wrongField = (
  value: unknown,
  fields: Readonly<Record<string, FieldKind>>,
): readonly [name: string, kind: FieldKind] | undefined => {
  const given = Object(value) as Readonly<Record<string, unknown>>;
  return Object.entries(fields).find(([field, kind]) => !isOfKind[kind](given[field]));
};

const refuseFields = (name: string, value: unknown, fields: Readonly<Record<string, FieldKind>>): never => {
  const wrong = isObject(value) ? wrongField(value, fields) : undefined;
  const found = wrong
    ? `has no ${wrong[1]} ${shownName(wrong[0])}`
    : `is ${isList(value) ? 'a list' : shownValue(value)}`;
  const names = Object.keys(fields).join(', ');
  throw new InterpError('bad-option', `${name} ${found}; expected an object${names && ` with ${names}`}`);
};

/**
 * Checks that a value has the fields by which its kind is known, such as a list of layers: callers in JavaScript may give anything.
 *
 * @param name - what it is called, for the message
 * @param value - the value given
 * @param fields - what some of its fields have to be
 * @throws InterpError `bad-option`
 */
export const checkFields = (name: string, value: unknown, fields: Readonly<Record<string, FieldKind>>): void => {
  if (value === undefined || value === null || wrongField(value, fields)) refuseFields(name, value, fields);
};

/** Checks a list of objects that have some fields, results say. Throws InterpError `bad-option` for anything else. */
export const checkRecords = (name: string, value: unknown, fields: Readonly<Record<string, FieldKind>> = {}): void => {
  if (!Array.isArray(value)) throw new InterpError('bad-option', `${name} are ${shownValue(value)}; expected a list`);
  const wrong = value.findIndex((one) => !isObject(one) || wrongField(one, fields) !== undefined);
  if (wrong >= 0) refuseFields(`item ${wrong} of ${name}`, value[wrong], fields);
};

/** Checks a function that has to be given. Throws InterpError `bad-option`, which says what was expected. */
export const checkGivenFunction = (name: string, value: unknown, expected: string): void => {
  if (typeof value !== 'function')
    throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected ${expected}`);
};
