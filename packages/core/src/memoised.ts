/**
 * A function of an object that keeps what it returned for each one, as long as the object lives.
 *
 * @param make - the function; asked once for each object
 * @returns the same function, remembering
 */
export const memoised = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = make(key)));
    return value;
  };
};
