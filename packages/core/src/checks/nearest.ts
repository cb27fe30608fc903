/** Levenshtein distance: the fewest characters to insert, delete or replace to turn one string into the other. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] === b[j] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
};

/**
 * The most similar of some names, to suggest for a mistyped one: the nearest by Levenshtein distance, ignoring case; undefined
 * if none is near.
 */
export const nearestName = (name: string, names: readonly string[]): string | undefined => {
  const written = name.toLowerCase();
  const distances = names.map((one) => editDistance(written, one.toLowerCase()));
  const least = Math.min(...distances);
  const nearest = names[distances.indexOf(least)];
  return nearest !== undefined && least <= Math.max(1, Math.floor(Math.max(written.length, nearest.length) / 3))
    ? nearest
    : undefined;
};
