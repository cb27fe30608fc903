import type { Emitter, Translation } from './emitter.js';

const reduction =
  (operation: string): Translation =>
  ({ make, inputs, flag }) =>
    make(operation, inputs, { keepdims: flag('keep_dims') ? 1 : 0 });

/** Beyond the last place of any axis. */
export const largest = 2 ** 31 - 1;

/** The parts of a strided slice that has no ellipsis, or one. */
const stridedSlice: Translation = (e) => {
  const [begins, ends, steps] = [1, 2, 3].map((input) => e.numbersOf(input));
  const bit = (name: string, i: number): boolean => ((e.number(name, 0) >> i) & 1) === 1;
  const count = begins.length;
  const ellipsis = begins.findIndex((_, i) => bit('ellipsis_mask', i));
  const starts: number[] = [];
  const stops: number[] = [];
  const strides: number[] = [];
  const axes: number[] = [];
  const gone: number[] = [];
  const added: number[] = [];
  const later = begins.filter((_, i) => i > ellipsis && !bit('new_axis_mask', i)).length;
  let axis = 0;
  for (let i = 0; i < count; i++) {
    if (i === ellipsis) {
      axis = -later;
      continue;
    }
    if (bit('new_axis_mask', i)) {
      if (ellipsis >= 0) throw e.refusal('adds an axis beside an ellipsis; expected one of the two');
      added.push(i);
      continue;
    }
    const isGone = bit('shrink_axis_mask', i);
    const step = isGone ? 1 : steps[i];
    axes.push(axis);
    strides.push(step);
    starts.push(!isGone && bit('begin_mask', i) ? (step > 0 ? 0 : largest) : begins[i]);
    const after = begins[i] === -1 ? largest : begins[i] + 1;
    stops.push(isGone ? after : bit('end_mask', i) ? (step > 0 ? largest : -largest) : ends[i]);
    if (isGone) gone.push(axis);
    axis++;
  }
  let value = e.inputs[0];
  if (axes.length > 0)
    value = e.make('Slice', [value, e.whole(starts), e.whole(stops), e.whole(axes), e.whole(strides)]);
  if (gone.length > 0) value = e.make('Squeeze', [value, e.whole(gone)]);
  return added.length > 0 ? e.make('Unsqueeze', [value, e.whole(added)]) : value;
};

/** Begin and size become begin and end. */
const slice: Translation = (e) => {
  const [begins, sizes] = [e.numbersOf(1), e.numbersOf(2)];
  const ends = begins.map((begin, i) => (sizes[i] < 0 ? largest : begin + sizes[i]));
  return e.make('Slice', [e.inputs[0], e.whole(begins), e.whole(ends)]);
};

/** The names of the values of an operation, from that of the first. */
export const valuesOf = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => (i === 0 ? first : `${first}:${i}`));

const concat: Translation = (e) =>
  e.make('Concat', e.inputs.slice(0, -1), { axis: e.numbersOf(e.inputs.length - 1)[0] });

const split: Translation = (e) => {
  const count = e.number('num_split', 1);
  const isSized = e.op === 'SplitV';
  const axis = e.numbersOf(isSized ? 2 : 0)[0];
  const first = e.make('Split', isSized ? [e.inputs[0], e.inputs[1]] : [e.inputs[1]], { axis }, count);
  return valuesOf(first, count);
};

const pack: Translation = (e) => {
  const axis = e.number('axis', 0);
  const parts = e.inputs.map((input) => e.make('Unsqueeze', [input, e.whole([axis])]));
  return e.make('Concat', parts, { axis });
};

const unpack: Translation = (e) => {
  const [count, axis] = [e.number('num', 1), e.number('axis', 0)];
  const first = e.make('Split', e.inputs, { axis }, count);
  return valuesOf(first, count).map((part) => e.make('Squeeze', [part, e.whole([axis])]));
};

/** Pairs of sides, an axis a row, become all sides before and all after. */
const padding =
  (mode: (e: Emitter) => string): Translation =>
  (e) => {
    const pairs = e.numbersOf(1);
    const pads = [0, 1].flatMap((side) => pairs.filter((_, i) => i % 2 === side));
    const value = e.op === 'PadV2' ? [e.inputs[2]] : [];
    return e.make('Pad', [e.inputs[0], e.whole(pads), ...value], { mode: mode(e) });
  };

const resize =
  (mode: string): Translation =>
  (e) => {
    const size = e.numbersOf(1);
    const corners = e.flag('align_corners');
    const centres = e.flag('half_pixel_centers');
    return e.make('Resize', [e.inputs[0], '', '', e.whole(size)], {
      mode,
      coordinate_transformation_mode: corners
        ? 'align_corners'
        : !centres
          ? 'asymmetric'
          : mode === 'nearest'
            ? 'tf_half_pixel_for_nn'
            : 'half_pixel',
      nearest_mode: corners ? 'round_prefer_ceil' : 'floor',
      axes: [1, 2],
    });
  };

/** Operations on shapes and places. */
export const shapeTranslations: Readonly<Record<string, Translation>> = {
  Mean: reduction('ReduceMean'),
  Sum: reduction('ReduceSum'),
  Max: reduction('ReduceMax'),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Reshape: ({ make, inputs }) => make('Reshape', inputs),
  Squeeze: (e) => {
    const axes = e.numbers('squeeze_dims') ?? [];
    return e.make('Squeeze', e.inputs, axes.length > 0 ? { axes } : {});
  },
  ExpandDims: (e) => e.make('Unsqueeze', [e.inputs[0], e.whole(e.numbersOf(1))]),
  Transpose: (e) => e.make('Transpose', [e.inputs[0]], { perm: e.numbersOf(1) }),
  StridedSlice: stridedSlice,
  Slice: slice,
  Concat: (e) => e.make('Concat', e.inputs.slice(1), { axis: e.numbersOf(0)[0] }),
  ConcatV2: concat,
  Split: split,
  SplitV: split,
  Pack: pack,
  Unpack: unpack,
  Pad: padding(() => 'constant'),
  PadV2: padding(() => 'constant'),
  MirrorPad: padding((e) => (e.text('mode', 'REFLECT') === 'REFLECT' ? 'reflect' : 'symmetric')),
  Gather: ({ make, inputs }) => make('Gather', inputs.slice(0, 2), { axis: 0 }),
  GatherV2: (e) => e.make('Gather', e.inputs.slice(0, 2), { axis: e.inputs.length > 2 ? e.numbersOf(2)[0] : 0 }),
  Tile: ({ make, inputs }) => make('Tile', inputs),
  Shape: ({ make, inputs }) => make('Shape', inputs),
  Size: ({ make, inputs }) => make('Size', inputs),
  Fill: ({ make, inputs: [shape, value] }) => make('Expand', [value, shape]),
  BroadcastTo: ({ make, inputs }) => make('Expand', inputs),
  Range: ({ make, inputs }) => make('Range', inputs),
  ZerosLike: ({ make, inputs: [x], scalar }) => make('Mul', [x, scalar(0)]),
  ResizeBilinear: resize('linear'),
  ResizeNearestNeighbor: resize('nearest'),
  DepthToSpace: (e) =>
    e.make('DepthToSpace', e.inputs, { blocksize: e.number('block_size', 2), channelsLast: true, mode: 'DCR' }),
  SpaceToDepth: (e) => e.make('SpaceToDepth', e.inputs, { blocksize: e.number('block_size', 2), channelsLast: true }),
};
