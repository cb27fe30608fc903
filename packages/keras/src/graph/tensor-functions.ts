import { einsum } from './einsum.js';
import type { LayerNodes, LayerSite } from './layer-site.js';
import { constantOf, operandOf, operandsOf, valueOf } from './operands.js';

const axisOf = (site: LayerSite, axis: unknown, rank: number): number => {
  const at = Number(axis) < 0 ? Number(axis) + rank : Number(axis);
  if (Number.isInteger(at) && at >= 0 && at < rank) return at;
  throw site.refuse(`has the axis ${JSON.stringify(axis)?.slice(0, 20)} of ${rank}; expected one that is there`);
};

const wholes = (site: LayerSite, name: string): readonly number[] => {
  const all = [site.config[name]].flat().map((one) => (one === null ? -1 : Number(one)));
  if (all.length > 0 && all.every((one) => Number.isInteger(one))) return all;
  throw site.refuse(
    `has the option ${name} ${JSON.stringify(site.config[name])?.slice(0, 40)}; expected whole numbers`,
  );
};

const order = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis);

const farEnd = 2 ** 31 - 1;

interface Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

const sliceOf = (part: unknown): Slice | undefined => {
  const { class_name: kind, config } = (part ?? {}) as { readonly class_name?: unknown; readonly config?: Slice };
  return kind === '__slice__' && config ? config : undefined;
};

/** `x[…]` with slices, whole numbers, new axes and an ellipsis. */
const getItem: LayerNodes = (site) => {
  const x = valueOf(site, 0);
  const key = site.operands[1] ?? site.named['key'];
  const given = key && !('name' in key) ? key.value : undefined;
  const parts = Array.isArray(given) ? (given as unknown[]) : [given];
  const isDots = (part: unknown): boolean => (part as { class_name?: unknown } | null)?.class_name === '__ellipsis__';
  const taken = parts.filter((part) => part !== null && !isDots(part)).length;
  const dots = parts.findIndex(isDots);
  const filled = dots < 0 ? parts : parts.toSpliced(dots, 1, ...Array<unknown>(Math.max(0, x.rank - taken)).fill({ class_name: '__slice__', config: { start: null, stop: null, step: null } })); // prettier-ignore
  const cuts: { axis: number; start: number; end: number; step: number }[] = [];
  const gone: number[] = [];
  const added: number[] = [];
  let [axis, made] = [0, 0];
  for (const part of filled) {
    const slice = sliceOf(part);
    if (part === null) added.push(made++);
    else if (slice) {
      const step = slice.step ?? 1;
      if (slice.start !== null || slice.stop !== null || step !== 1)
        cuts.push({ axis, step, start: slice.start ?? (step > 0 ? 0 : farEnd), end: slice.stop ?? (step > 0 ? farEnd : -farEnd) }); // prettier-ignore
      [axis, made] = [axis + 1, made + 1];
    } else if (Number.isInteger(part)) {
      cuts.push({ axis, step: 1, start: Number(part), end: Number(part) === -1 ? farEnd : Number(part) + 1 });
      gone.push(axis++);
    } else throw site.refuse('takes parts by what is neither a slice nor a whole number');
  }
  const lists = (['start', 'end', 'axis', 'step'] as const).map((of) => site.integers(of, cuts.map((cut) => cut[of]))); // prettier-ignore
  const steps: [string, readonly string[], string][] = [];
  if (cuts.length > 0) steps.push(['Slice', lists, 'part']);
  if (gone.length > 0) steps.push(['Squeeze', [site.integers('gone', gone)], 'place']);
  if (added.length > 0) steps.push(['Unsqueeze', [site.integers('added', added)], 'axes']);
  const rank = x.rank - gone.length + added.length;
  if (steps.length === 0) return { name: site.add('Identity', [x.name]), rank };
  const name = steps.reduce((value, [operation, more, part], i) => site.add(operation, [value, ...more], {}, i < steps.length - 1 ? part : ''), x.name); // prettier-ignore
  return { name, rank };
};

const transpose: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  const perm = (site.config['axes'] ?? null) === null ? order(rank).reverse() : wholes(site, 'axes').map((axis) => axisOf(site, axis, rank)); // prettier-ignore
  return { name: site.add('Transpose', [name], { perm }), rank };
};

const swapped: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  const [a, b] = ['axis1', 'axis2'].map((option) => axisOf(site, site.config[option], rank));
  const perm = order(rank).map((axis) => (axis === a ? b : axis === b ? a : axis));
  return { name: site.add('Transpose', [name], { perm }), rank };
};

const moved: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  const [from, to] = ['source', 'destination'].map((option) => wholes(site, option).map((axis) => axisOf(site, axis, rank))); // prettier-ignore
  const perm = order(rank).filter((axis) => !from.includes(axis));
  to.map((at, i) => [at, from[i]] as const).sort(([a], [b]) => a - b).forEach(([at, axis]) => perm.splice(at, 0, axis)); // prettier-ignore
  return { name: site.add('Transpose', [name], { perm }), rank };
};

const concatenate: LayerNodes = (site) => {
  const values = operandsOf(site);
  return { name: site.add('Concat', values.map(({ name }) => name), { axis: site.number('axis', -1) }), rank: values[0].rank }; // prettier-ignore
};

const stack: LayerNodes = (site) => {
  const values = site.inputs;
  const rank = values[0].rank + 1;
  const axis = axisOf(site, site.config['axis'] ?? 0, rank);
  const raised = values.map(({ name }, i) => site.add('Unsqueeze', [name, site.integers('axis', [axis])], {}, `part ${i}`)); // prettier-ignore
  return { name: site.add('Concat', raised, { axis }), rank };
};

const parts = (site: LayerSite, count: number, axis: number, sizes?: readonly number[]): readonly string[] => {
  const names = Array.from({ length: count }, (_, i) => `part ${i}`);
  const inputs = [site.input.name, ...(sizes ? [site.integers('sizes', sizes)] : [])];
  return site.addOutputs('Split', inputs, { axis, num_outputs: count }, 'split', names);
};

const split: LayerNodes = (site) => {
  const axis = axisOf(site, site.config['axis'] ?? 0, site.input.rank);
  const given = site.config['indices_or_sections'];
  const { rank } = site.input;
  const length = site.spec.inputShapes[0]?.[axis] ?? undefined;
  if (!Array.isArray(given)) return parts(site, Number(given), axis).map((name) => ({ name, rank }));
  if (length === undefined) throw site.refuse('splits an axis whose length the file does not say');
  const ends = [...given.map(Number), length];
  const sizes = ends.map((end, i) => end - (i === 0 ? 0 : ends[i - 1]));
  return parts(site, sizes.length, axis, sizes).map((name) => ({ name, rank }));
};

const unstack: LayerNodes = (site) => {
  const { rank } = site.input;
  const axis = axisOf(site, site.config['axis'] ?? 0, rank);
  const count = Number(site.config['num'] ?? site.spec.inputShapes[0]?.[axis] ?? 0);
  if (!(count > 0)) throw site.refuse('takes apart an axis whose length the file does not say');
  return parts(site, count, axis).map((name, i) => ({
    name: site.add('Squeeze', [name, site.integers('axis', [axis])], {}, `place ${i}`),
    rank: rank - 1,
  }));
};

const reshape: LayerNodes = (site) => {
  const shape = wholes(site, 'newshape');
  return { name: site.add('Reshape', [valueOf(site, 0).name, site.integers('shape', shape)]), rank: shape.length };
};

const axesChanged =
  (operation: 'Squeeze' | 'Unsqueeze'): LayerNodes =>
  (site) => {
    const { name, rank } = valueOf(site, 0);
    const axes = wholes(site, 'axis');
    const more = operation === 'Squeeze' ? -axes.length : axes.length;
    return { name: site.add(operation, [name, site.integers('axes', axes)]), rank: rank + more };
  };

const tile: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  const repeats = wholes(site, 'repeats');
  const all = [...Array<number>(Math.max(0, rank - repeats.length)).fill(1), ...repeats];
  if (all.length > rank) throw site.refuse('repeats along axes that its value does not have');
  return { name: site.add('Tile', [name, site.integers('repeats', all)]), rank };
};

/** Values along axes by places that are worked out of the length of each. */
const picked =
  (places: (site: LayerSite, length: number, nth: number) => readonly number[], option = 'axis'): LayerNodes =>
  (site) => {
    const { name, rank } = valueOf(site, 0);
    const axes = wholes(site, option).map((axis) => axisOf(site, axis, rank));
    const last = axes.length - 1;
    const value = axes.reduce((from, axis, i) => {
      const length = site.spec.inputShapes[0]?.[axis] ?? null;
      if (length === null) throw site.refuse('moves along an axis whose length the file does not say');
      return site.add('Gather', [from, site.integers('places', places(site, length, i))], { axis }, i < last ? `axis ${axis}` : ''); // prettier-ignore
    }, name);
    return { name: value, rank };
  };

/** Values moved on along axes, by one number of places or one for each; what leaves at one end comes in at the other. */
const rolled = picked((site, length, nth) => {
  const shifts = wholes(site, 'shift');
  if (shifts.length > 1 && shifts.length !== wholes(site, 'axis').length)
    throw site.refuse('has another number of shifts than of axes; expected as many, or one');
  const shift = shifts[shifts.length === 1 ? 0 : nth];
  return order(length).map((place) => (((place - shift) % length) + length) % length);
});

const pad: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  const { pad_width: width, mode = 'constant' } = site.config;
  const isPair = (pair: unknown): pair is readonly [number, number] => Array.isArray(pair) && pair.length === 2;
  const isRight = Array.isArray(width) && width.length === rank && width.every(isPair);
  if (!isRight || (mode !== 'constant' && mode !== 'reflect')) throw site.refuse('pads in a way that is not supported; expected numbers or reflections, two sides an axis'); // prettier-ignore
  const pads = [0, 1].flatMap((side) => width.map((pair) => pair[side]));
  const value = site.named['constant_values'];
  const around = constantOf(value) === undefined ? [] : [operandOf(site, value, 'around').name];
  return { name: site.add('Pad', [name, site.integers('pads', pads), ...around], { mode }), rank };
};

const take: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  const indices = constantOf(site.operands[1]);
  const axis = axisOf(site, site.config['axis'], rank);
  const many = [indices].flat();
  if (!many.every((one) => Number.isInteger(one))) throw site.refuse('takes places that are computed; expected whole numbers'); // prettier-ignore
  if (!Array.isArray(indices)) {
    const one = site.add('Gather', [name, site.integers('places', many as number[])], { axis }, 'place');
    return { name: site.add('Squeeze', [one, site.integers('axis', [axis])]), rank: rank - 1 };
  }
  return { name: site.add('Gather', [name, site.integers('places', many as number[])], { axis }), rank };
};

const clip: LayerNodes = (site) => {
  const { name, rank } = valueOf(site, 0);
  return { name: site.add('Clip', [name, site.numbers('low', site.number('x_min', -Infinity)), site.numbers('high', site.number('x_max', Infinity))]), rank }; // prettier-ignore
};

const topK: LayerNodes = (site) => {
  const { name, rank } = site.input;
  const k = site.number('k', 1);
  const outputs = site.addOutputs('TopK', [name, site.integers('k', [k])], { axis: -1 }, 'largest', ['values', 'places']); // prettier-ignore
  return outputs.map((one) => ({ name: one, rank }));
};

const extremePlace =
  (operation: 'ArgMax' | 'ArgMin'): LayerNodes =>
  (site) => {
    const { name, rank } = site.input;
    const keeps = site.config['keepdims'] === true;
    const axis = axisOf(site, site.config['axis'] ?? NaN, rank);
    return { name: site.add(operation, [name], { axis, keepdims: keeps ? 1 : 0 }), rank: keeps ? rank : rank - 1 };
  };

const cumulative: LayerNodes = (site) => {
  const { name, rank } = site.input;
  return { name: site.add('CumSum', [name, site.integers('axis', axisOf(site, site.config['axis'], rank))]), rank }; // prettier-ignore
};

const filled =
  (value: 0 | 1): LayerNodes =>
  (site) => {
    const { name, rank } = site.input;
    const shape = site.add('Shape', [name], {}, 'shape');
    return { name: site.add('Expand', [site.numbers('value', value), shape]), rank };
  };

/** Functions of Keras that move values, or take some of them. */
export const tensorFunctions: Readonly<Record<string, LayerNodes>> = {
  GetItem: getItem,
  Transpose: transpose,
  Swapaxes: swapped,
  Moveaxis: moved,
  Concatenate: concatenate,
  Stack: stack,
  Split: split,
  Unstack: unstack,
  Reshape: reshape,
  Squeeze: axesChanged('Squeeze'),
  ExpandDims: axesChanged('Unsqueeze'),
  Tile: tile,
  Repeat: picked((site, length) => order(length).flatMap((place) => Array<number>(site.number('repeats', 1)).fill(place))), // prettier-ignore
  Flip: picked((_, length) => order(length).reverse()),
  Roll: rolled,
  Pad: pad,
  Take: take,
  Clip: clip,
  Einsum: einsum,
  TopK: topK,
  Argmax: extremePlace('ArgMax'),
  Argmin: extremePlace('ArgMin'),
  Cumsum: cumulative,
  OnesLike: filled(1),
  ZerosLike: filled(0),
};
