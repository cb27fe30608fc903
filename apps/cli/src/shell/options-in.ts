/** Those of the options that are given and a table of a package has. */
export const optionsIn = <Name extends string, Options extends object>(
  { rules }: { readonly rules: Readonly<Record<Name, unknown>> },
  options: Options,
) =>
  Object.fromEntries(Object.entries(options).filter(([name, value]) => value !== undefined && name in rules)) as Pick<
    Options,
    Name & keyof Options
  >;
