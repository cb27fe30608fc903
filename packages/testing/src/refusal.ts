import { isInterpError } from '@interp/core';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { watch, type Watch } from './watch.js';

/** What a call was refused with. */
export interface Refusal {
  /** The code of its `InterpError`. */
  readonly code: string;
  /** Its message. */
  readonly message: string;
}

/** One line that can be printed: no controls, no direction marks, no halves of characters. */
const oneLine = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,300}$/u;

const refusalOf = (error: unknown): Refusal => {
  if (!isInterpError(error)) throw error;
  if (!oneLine.test(error.message))
    throw new Error(
      `the message of a refusal is not one printable line of at most 300: ${JSON.stringify(error.message)}`,
    );
  expect(error.code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
  return error;
};

const checkLeft = (left: readonly string[]): void => {
  if (left.length > 0) throw new Error(`a refusal leaves something behind: ${left.join('\n')}`);
};

/** What is open may take some turns of the event loop to close. */
const settle = async (watching: Watch): Promise<readonly string[]> => {
  await nextTurn();
  for (let tries = 0; tries < 20 && watching.left().length > 0; tries++) await sleep(10);
  return watching.left();
};

/** What some work gives, and what it leaves behind: for work that ends in a result also where it is refused, as a program does. */
export const leftAfter = async <Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly left: readonly string[] }> => {
  const watching = watch();
  try {
    const result = await work();
    return { result, left: await settle(watching) };
  } finally {
    watching.end();
  }
};

/**
 * What some work throws or is rejected with, which may be an error of the user's own function; checks that nothing is left behind, as
 * {@link tryRefusal} does.
 */
export const failure = async (work: () => unknown): Promise<unknown> => {
  const watching = watch();
  try {
    await work();
    return undefined;
  } catch (error) {
    checkLeft(await settle(watching));
    return error;
  } finally {
    watching.end();
  }
};

/**
 * What some work is refused with: the `InterpError` that it throws or is rejected with. This is the one harness around every test of a
 * refusal: it fails where the message is not one printable line, and where the refusal leaves tensors, scopes, open files, timers or
 * memory behind or takes long. (An event that nobody catches fails any test of Jest.) Tensors that the test itself makes in
 * the work are not counted.
 *
 * @returns its code and message; undefined where the work is not refused, whose results belong to the test
 * @throws whatever else the work throws
 */
export const tryRefusal = async (work: () => unknown): Promise<Refusal | undefined> => {
  const error = await failure(work);
  return error === undefined ? undefined : refusalOf(error);
};

/** What work that has to be refused is refused with: see {@link tryRefusal}. */
export const refused = async (work: () => unknown): Promise<Refusal> => {
  const refusal = await tryRefusal(work);
  if (!refusal) throw new Error('nothing was refused');
  return refusal;
};

/** The code with which some work is refused, or `taken`: see {@link tryRefusal}. */
export const refusal = async (work: () => unknown): Promise<string> => (await tryRefusal(work))?.code ?? 'taken';

/** The same of synchronous work. */
export const refusedNow = (work: () => unknown): Refusal | undefined => {
  const watching = watch();
  try {
    work();
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    checkLeft(watching.left());
    return refusal;
  } finally {
    watching.end();
  }
};

/** The code with which synchronous work is refused, or `taken`. */
export const codeOf = (work: () => unknown): string => refusedNow(work)?.code ?? 'taken';
