import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** All values that one call of a layer returns. */
export const returnedWith = ({ sourceLayer, nodeIndex }: SymbolicTensor): readonly SymbolicTensor[] =>
  sourceLayer.inboundNodes[nodeIndex].outputTensors;

/**
 * The values that outputs are computed from, each after those that it is computed from itself; one for each call of a layer.
 *
 * @param outputs - where to begin
 * @param known - where to stop: ids of values that are not listed
 */
export const valuesUpTo = (outputs: readonly SymbolicTensor[], known: Iterable<number>): readonly SymbolicTensor[] => {
  const done = new Set(known);
  const open = new Set<number>();
  const sorted: SymbolicTensor[] = [];
  const path = outputs.toReversed();
  while (path.length > 0) {
    const value = path.at(-1)!;
    const isNew = !done.has(value.id) && !open.has(value.id);
    if (isNew) {
      open.add(value.id);
      path.push(...value.inputs.filter(({ id }) => !done.has(id)).toReversed());
      continue;
    }
    path.pop();
    if (done.has(value.id)) continue;
    for (const { id } of returnedWith(value)) done.add(id);
    sorted.push(value);
  }
  return sorted;
};
