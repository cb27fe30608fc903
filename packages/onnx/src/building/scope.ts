import { InterpError, shownName } from '@interp/checks';
import type { AttributeProto, FunctionProto } from '../file/messages.js';
import type { Opsets } from '../file/read-model.js';

/** Names within a graph, the body of a function or a branch, and how the values are called in the whole graph. */
export interface Scope {
  /** The name of a value in the whole graph. */
  readonly nameOf: (name: string) => string;
  /** Gives a value of this scope a name in the whole graph, a new one or the one given. */
  readonly declare: (name: string, as?: string) => string;
  /** Versions of operator sets. */
  readonly opsets: Opsets;
  /** Attributes of the call, within a function. */
  readonly given: ReadonlyMap<string, AttributeProto>;
  /** What names of operations begin with. */
  readonly prefix: string;
  /** How many functions and branches it lies in. */
  readonly depth: number;
}

/** The deepest that functions and branches lie in each other. */
const mostDepth = 32;

/** A scope within another, from which its names are seen where it is a branch. */
export const scopeIn = (
  parent: Scope | undefined,
  options: Omit<Scope, 'nameOf' | 'declare' | 'depth'> & {
    /** Whether names of the outer scope are known. */
    readonly seesOuter: boolean;
    /** A new name for a value. */
    readonly rename: (name: string) => string;
  },
): Scope => {
  const { seesOuter, rename, opsets, given, prefix } = options;
  const depth = (parent?.depth ?? -1) + 1;
  if (depth > mostDepth)
    throw new InterpError(
      'bad-file',
      `functions or branches lie in each other more than ${mostDepth} times at ${shownName(prefix)}`,
    );
  const names = new Map<string, string>();
  return {
    opsets,
    given,
    prefix,
    depth,
    nameOf: (name) =>
      name === '' ? '' : (names.get(name) ?? (seesOuter ? parent?.nameOf(name) : undefined) ?? `${prefix}${name}`),
    declare: (name, as) => {
      if (name === '') return '';
      if (names.has(name))
        throw new InterpError('bad-file', `the value ${shownName(name)} is made twice; each has to be made once`);
      const global = as ?? rename(name);
      names.set(name, global);
      return global;
    },
  };
};

/** Functions of a model by domain, name and overload. */
export const functionKey = ({ domain, name, overload }: Pick<FunctionProto, 'domain' | 'name' | 'overload'>): string =>
  JSON.stringify([domain, name, overload]);
