import { InterpError, isObject } from '@interp/checks';

/** Checks that a value is an RBM, as far as its kind of units. Throws InterpError `bad-option` for anything else. */
export const checkRbm = (value: unknown): void => {
  if (!isObject(value) || !isObject(value['variant']))
    throw new InterpError('bad-option', 'this is no RBM; expected what rbm() of @interp/rbm makes');
};
