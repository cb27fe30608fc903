import { nodeModule } from '../node-module.js';

/**
 * Dawn in Node.js reports what the graphics card has done when it is given a turn, and asks for each turn by the global `setImmediate`,
 * from the first device on without end: a program would never finish, and none can wait for a result without leaving its function. Here
 * its turns are kept, and it gets them while somebody waits.
 */
type Turn = () => void;

const turnsOfProcess = Symbol.for('@interp/backend turns of Dawn');

interface Realm {
  setImmediate: (turn: Turn) => unknown;
  /** Of the process: Dawn, which may outlive this module where tests load it again and again, asks for its next turn in the last one. */
  [turnsOfProcess]?: Turn[];
}

let realmOfAddons: Realm | undefined;

/** The global object that native addons see; in a `vm` context, such as Jest's, it is not `globalThis`. */
const realm = (): Realm =>
  (realmOfAddons ??= (nodeModule('node:vm') as { runInThisContext(code: string): unknown }).runInThisContext(
    'globalThis',
  ) as Realm);

const turns = (): Turn[] => (realm()[turnsOfProcess] ??= []);

/**
 * Calls Dawn, and keeps the turns that it asks for meanwhile.
 *
 * @param call - the call
 * @returns its result
 */
export const keepingTurns = <T>(call: () => T): T => {
  const global = realm();
  const { setImmediate } = global;
  global.setImmediate = (turn) => turns().push(turn);
  try {
    return call();
  } finally {
    global.setImmediate = setImmediate;
  }
};

const giveTurns = (): void => {
  for (const turn of turns().splice(0)) keepingTurns(turn);
};

/** How long turns are given without a pause, in milliseconds: most answers of a graphics card come sooner. */
const eager = 2;

/**
 * Waits for something that Dawn does without leaving the calling function.
 *
 * @param done - whether it is done
 */
export const waitHere = (done: () => boolean): void => {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const since = performance.now();
  for (giveTurns(); !done(); giveTurns()) if (performance.now() - since > eager) Atomics.wait(bell, 0, 0, 0.2);
};

interface Host {
  on(event: 'exit', listener: () => void): void;
  off(event: 'exit', listener: () => void): void;
}

/** Whether each promise that Dawn owes has been kept. */
const owed = new Map<object, () => boolean>();

/** How long a process that ends waits for Dawn, in milliseconds. */
const longest = 5000;

/** Dawn aborts a process that ends while it owes a promise. */
const beforeExit = (): void => {
  const since = performance.now();
  waitHere(() => [...owed.values()].every((kept) => kept()) || performance.now() - since > longest);
};

const owe = (promise: object, kept: () => boolean): void => {
  const host = nodeModule('node:process') as Host;
  if (owed.size === 0) host.on('exit', beforeExit);
  owed.set(promise, kept);
};

const settle = (promise: object): void => {
  owed.delete(promise);
  if (owed.size === 0) (nodeModule('node:process') as Host).off('exit', beforeExit);
};

/**
 * Waits for one of Dawn's promises.
 *
 * @param call - a call of Dawn that gives a promise
 * @param kept - whether it has been kept, for a process that ends in the meantime. Default unknown
 * @returns what the promise gives
 */
export const answered = async <T>(call: () => Promise<T>, kept = () => false): Promise<T> => {
  const promise = keepingTurns(call);
  owe(promise, kept);
  const stop = (): void => settle(promise);
  promise.then(stop, stop);
  const since = performance.now();
  while (owed.has(promise)) {
    giveTurns();
    await new Promise<void>((resolve) => {
      if (performance.now() - since < eager) setImmediate(resolve);
      else setTimeout(resolve, 1);
    });
  }
  return promise;
};
