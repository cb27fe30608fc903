/** The fewest characters to insert, delete, replace or swap with their neighbour to turn one string into the other. */
const editDistance = (a: string, b: string): number => {
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j] ? before[j - 1] + 1 : Infinity;
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] === b[j] ? 0 : 1), swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length];
};

/**
 * The most similar of some names, to suggest for a mistyped one: the nearest by how many characters differ, ignoring case; undefined
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
