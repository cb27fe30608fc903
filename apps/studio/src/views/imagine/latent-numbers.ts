/** Latent numbers that are set by hand, `place:value` each, as a record by place; what is none is left out. */
export const latentNumbers = (text: string): Readonly<Record<number, number>> =>
  Object.fromEntries(
    text
      .split(',')
      .map((one) => /^(\d{1,3}):(-?\d+(?:\.\d+)?)$/.exec(one))
      .filter((found) => found !== null)
      .map(([, place, value]) => [Number(place), Math.max(-3, Math.min(3, Number(value)))]),
  );

/** The text of latent numbers that are set by hand. */
export const latentText = (numbers: Readonly<Record<number, number>>): string =>
  Object.entries(numbers)
    .map(([place, value]) => `${place}:${value}`)
    .join(',');
