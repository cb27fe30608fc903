/** What a function does, as text. */
const identities = new WeakMap<object, string>();

/**
 * Says what a rule or a match does, so that two that do the same are known to be the same. Such a rule does nothing but run kernels and loops that can be recorded.
 *
 * @param identity - a text that no other function of the kind has
 * @param it - the function
 * @returns the function
 */
export const identified = <F extends object>(identity: string, it: F): F => {
  identities.set(it, identity);
  return it;
};

/**
 * What a rule or a match does.
 *
 * @param it - the function
 * @returns its text; undefined for somebody's own
 */
export const identityOf = (it: object): string | undefined => identities.get(it);
