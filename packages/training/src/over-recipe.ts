/**
 * Options with those of a recipe in the place of what is left out.
 *
 * @param recipe - options that were found good together, if any
 * @param options - options of which those that are undefined are left out
 * @returns the options; those that are undefined in both are left out
 */
export const overRecipe = <Options extends object>(recipe: Options | undefined, options: Options): Options => {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...recipe, ...Object.fromEntries(given) } as Options;
};
