/** A copy of an object without some of its fields. */
export const without = <Value extends object, const Name extends keyof Value>(
  value: Value,
  ...names: readonly Name[]
): Omit<Value, Name> =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !(names as readonly string[]).includes(name))) as Omit<
    Value,
    Name
  >;
