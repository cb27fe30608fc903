/** The names of `name` and of all packages of this repository that come with it, directly or not. */
export function closure(packages, name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  const { manifest } = packages.find((each) => each.name === name);
  for (const other of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
    if (packages.some((each) => each.name === other)) closure(packages, other, seen);
  return seen;
}
