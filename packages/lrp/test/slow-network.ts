import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** One unit of a layer: which values it is the sum of, with which weights, and its bias. */
export interface Unit {
  readonly from: readonly number[];
  readonly weights: readonly number[];
  readonly bias: number;
}

/** A step of a slow network; `inputs` are the steps that it takes, by their places. */
export type SlowStep = { readonly inputs: readonly number[] } & (
  | { readonly kind: 'input' | 'relu' | 'tanh' | 'add' | 'copy' }
  | { readonly kind: 'sums'; readonly units: readonly Unit[] }
  /** A gain and a shift for each value. */
  | { readonly kind: 'scale'; readonly units: readonly Unit[] }
  | { readonly kind: 'max'; readonly windows: readonly (readonly number[])[] }
  /** Joins its inputs: for each value the input that it is from, and its place there. */
  | { readonly kind: 'join'; readonly places: readonly (readonly [input: number, place: number])[] }
);

/** A network in TensorFlow.js, and the same one unit by unit. */
export interface SlowNetwork {
  readonly model: LayersModel;
  readonly steps: readonly SlowStep[];
  readonly inputShape: readonly number[];
  readonly plan: readonly string[];
}

/** A value on the way: the layer's, the place of its step, its height, width, channels. */
interface Value {
  readonly symbol: SymbolicTensor;
  readonly step: number;
  readonly shape: readonly [number, number, number];
}

/** The windows of each unit along one axis, padded as TensorFlow pads. */
const windowsAlong = (length: number, size: number, stride: number, isSame: boolean): number[][] => {
  const count = isSame ? Math.ceil(length / stride) : Math.floor((length - size) / stride) + 1;
  const before = isSame ? Math.floor(Math.max(0, (count - 1) * stride + size - length) / 2) : 0;
  return Array.from({ length: count }, (_, i) => Array.from({ length: size }, (_unused, k) => i * stride + k - before));
};

/**
 * Builds a random network of convolutions, pooling, additions, concatenations and batch normalisation.
 *
 * @param seed - of all choices and weights
 * @returns the network; the model is the caller's
 */
export const slowNetwork = (seed: number): SlowNetwork => {
  const stream = random(seed);
  const below = (n: number): number => stream.integer(n);
  const normals = (n: number, scale: number): number[] => Array.from(stream.normals(n, 0, scale), Math.fround);
  const plan: string[] = [];
  const steps: SlowStep[] = [];
  const push = (step: SlowStep): number => steps.push(step) - 1;
  const [height, width, depth] = [4 + below(3), 4 + below(3), 1 + below(2)];
  const first = input({ shape: [height, width, depth] });
  let at: Value = { symbol: first, step: push({ kind: 'input', inputs: [] }), shape: [height, width, depth] };
  const weigh: (() => void)[] = [];

  const activated = (value: Value, name: string): Value => {
    if (name === 'linear') return value;
    const symbol = layers.activation({ activation: name as 'relu' }).apply(value.symbol) as SymbolicTensor;
    return { ...value, symbol, step: push({ kind: name as 'relu', inputs: [value.step] }) };
  };
  const convolved = (value: Value, filters: number, normalised: boolean): Value => {
    const [h, w, c] = value.shape;
    const [rows, columns, stride, isSame] = [1 + below(3), 1 + below(3), 1 + below(2), below(2) === 0];
    const useBias = below(3) > 0;
    plan.push(
      `conv ${rows}x${columns} stride ${stride} ${isSame ? 'same' : 'valid'} bias ${useBias} norm ${normalised}`,
    );
    const kernel = normals(rows * columns * c * filters, 0.6);
    const bias = useBias ? normals(filters, 0.3) : Array<number>(filters).fill(0);
    const layer = layers.conv2d({ filters, kernelSize: [rows, columns], strides: stride, padding: isSame ? 'same' : 'valid', useBias }); // prettier-ignore
    let symbol = layer.apply(value.symbol) as SymbolicTensor;
    const set = () =>
      layer.setWeights([tf.tensor(kernel, [rows, columns, c, filters]), ...(useBias ? [tf.tensor(bias)] : [])]);
    weigh.push(set);
    let [gain, shift] = [Array<number>(filters).fill(1), Array<number>(filters).fill(0)];
    if (normalised) {
      const [scale, offset, mean] = [normals(filters, 1), normals(filters, 0.3), normals(filters, 0.3)];
      const variance = normals(filters, 1).map((v) => Math.fround(v * v + 0.3));
      const norm = layers.batchNormalization({});
      symbol = norm.apply(symbol) as SymbolicTensor;
      weigh.push(() => norm.setWeights([scale, offset, mean, variance].map((v) => tf.tensor1d(v))));
      gain = scale.map((g, k) => g / Math.sqrt(variance[k] + 1e-3));
      shift = offset.map((b, k) => b - mean[k] * gain[k]);
    }
    const [down, across] = [windowsAlong(h, rows, stride, isSame), windowsAlong(w, columns, stride, isSame)];
    const units = down.flatMap((ys) =>
      across.flatMap((xs) =>
        Array.from({ length: filters }, (_, k): Unit => {
          const [from, weights]: [number[], number[]] = [[], []];
          ys.forEach((y, i) =>
            xs.forEach((x, j) => {
              if (y < 0 || y >= h || x < 0 || x >= w) return;
              for (let d = 0; d < c; d++) {
                from.push((y * w + x) * c + d);
                weights.push(kernel[((i * columns + j) * c + d) * filters + k] * gain[k]);
              }
            }),
          );
          return { from, weights, bias: bias[k] * gain[k] + shift[k] };
        }),
      ),
    );
    const step = push({ kind: 'sums', inputs: [value.step], units });
    return { symbol, step, shape: [down.length, across.length, filters] };
  };
  const pooled = (value: Value, isMax: boolean): Value => {
    const [h, w, c] = value.shape;
    const [stride, isSame] = [1 + below(2), below(2) === 0];
    plan.push(`${isMax ? 'max' : 'average'} pooling stride ${stride} ${isSame ? 'same' : 'valid'}`);
    const options = { poolSize: 2, strides: stride, padding: isSame ? ('same' as const) : ('valid' as const) };
    const layer = isMax ? layers.maxPooling2d(options) : layers.averagePooling2d(options);
    const [down, across] = [windowsAlong(h, 2, stride, isSame), windowsAlong(w, 2, stride, isSame)];
    const windows = down.flatMap((ys) =>
      across.flatMap((xs) =>
        Array.from({ length: c }, (_, d) =>
          ys.flatMap((y) => xs.flatMap((x) => (y < 0 || y >= h || x < 0 || x >= w ? [] : [(y * w + x) * c + d]))),
        ),
      ),
    );
    const units = windows.map((from) => ({ from, weights: from.map(() => 1 / from.length), bias: 0 }));
    const step = push(
      isMax ? { kind: 'max', inputs: [value.step], windows } : { kind: 'sums', inputs: [value.step], units },
    );
    return { symbol: layer.apply(value.symbol) as SymbolicTensor, step, shape: [down.length, across.length, c] };
  };
  const normalised = (value: Value): Value => {
    plan.push('batch normalisation by itself');
    const [h, w, c] = value.shape;
    const [scale, offset, mean] = [normals(c, 1), normals(c, 0.3), normals(c, 0.3)];
    const variance = normals(c, 1).map((v) => Math.fround(v * v + 0.3));
    const layer = layers.batchNormalization({});
    weigh.push(() => layer.setWeights([scale, offset, mean, variance].map((v) => tf.tensor1d(v))));
    const units = Array.from({ length: h * w * c }, (_, i): Unit => {
      const gain = scale[i % c] / Math.sqrt(variance[i % c] + 1e-3);
      return { from: [i], weights: [gain], bias: offset[i % c] - mean[i % c] * gain };
    });
    const step = push({ kind: 'scale', inputs: [value.step], units });
    return { ...value, symbol: layer.apply(value.symbol) as SymbolicTensor, step };
  };
  /** Two branches of the same size, of which one may be the value itself. */
  const branches = (value: Value): readonly [Value, Value] => {
    const [h, w, c] = value.shape;
    const pointwise = (): Value => {
      const kernel = normals(c * c, 0.6);
      const layer = layers.conv2d({ filters: c, kernelSize: 1, useBias: false });
      weigh.push(() => layer.setWeights([tf.tensor(kernel, [1, 1, c, c])]));
      const units = Array.from({ length: h * w * c }, (_, i): Unit => {
        const from = Array.from({ length: c }, (_unused, d) => i - (i % c) + d);
        return { from, weights: from.map((_unused, d) => kernel[d * c + (i % c)]), bias: 0 };
      });
      const step = push({ kind: 'sums', inputs: [value.step], units });
      return activated({ symbol: layer.apply(value.symbol) as SymbolicTensor, step, shape: value.shape }, 'relu');
    };
    return [pointwise(), below(2) === 0 ? value : pointwise()];
  };

  for (let parts = 2 + below(3); parts > 0; parts--) {
    const [h, w, c] = at.shape;
    const what = below(6);
    if (what <= 1 && h >= 3 && w >= 3)
      at = activated(convolved(at, 1 + below(3), below(2) === 0), ['relu', 'tanh', 'linear'][below(3)]);
    else if (what === 2 && h >= 2 && w >= 2) at = pooled(at, below(2) === 0);
    else if (what === 3) at = normalised(activated(at, 'relu'));
    else {
      const isAdd = what === 4;
      plan.push(isAdd ? 'add' : 'concatenate');
      const both = branches(at);
      const layer = isAdd ? layers.add() : layers.concatenate();
      const places = Array.from({ length: h * w * 2 * c }, (_, i): readonly [number, number] => {
        const k = i % (2 * c);
        return [k < c ? 0 : 1, Math.floor(i / (2 * c)) * c + (k % c)];
      });
      const inputs = both.map((branch) => branch.step);
      const step = push(isAdd ? { kind: 'add', inputs } : { kind: 'join', inputs, places });
      const symbol = layer.apply(both.map((branch) => branch.symbol)) as SymbolicTensor;
      at = { symbol, step, shape: isAdd ? at.shape : [h, w, 2 * c] };
    }
  }
  const size = at.shape[0] * at.shape[1] * at.shape[2];
  const [kernel, bias] = [normals(size * 3, 0.5), normals(3, 0.3)];
  const end = layers.dense({ units: 3 });
  const flat = layers.flatten().apply(at.symbol) as SymbolicTensor;
  weigh.push(() => end.setWeights([tf.tensor(kernel, [size, 3]), tf.tensor1d(bias)]));
  const units = bias.map((b, k): Unit => {
    const from = Array.from({ length: size }, (_, i) => i);
    return { from, weights: from.map((i) => kernel[3 * i + k]), bias: b };
  });
  push({ kind: 'sums', inputs: [push({ kind: 'copy', inputs: [at.step] })], units });
  const net = model({ inputs: first, outputs: end.apply(flat) as SymbolicTensor });
  for (const set of weigh) set();
  return { model: net, steps, inputShape: [height, width, depth], plan };
};

/** The values of each step for an input, in float64. */
export const slowForward = ({ steps }: SlowNetwork, x: ArrayLike<number>): readonly Float64Array[] => {
  const values: Float64Array[] = [];
  for (const step of steps) {
    const [a, b] = step.inputs.map((input) => values[input]);
    const sumOf = ({ from, weights, bias }: Unit) => from.reduce((sum, i, k) => sum + a[i] * weights[k], bias);
    switch (step.kind) {
      case 'input': values.push(Float64Array.from(x)); break; // prettier-ignore
      case 'relu': values.push(a.map((v) => Math.max(0, v))); break; // prettier-ignore
      case 'tanh': values.push(a.map(Math.tanh)); break; // prettier-ignore
      case 'copy': values.push(a); break; // prettier-ignore
      case 'add': values.push(a.map((v, i) => v + b[i])); break; // prettier-ignore
      case 'join': values.push(Float64Array.from(step.places, ([input, place]) => [a, b][input][place])); break; // prettier-ignore
      case 'max': values.push(Float64Array.from(step.windows, (window) => Math.max(...window.map((i) => a[i])))); break; // prettier-ignore
      default:
        values.push(Float64Array.from(step.units, sumOf));
    }
  }
  return values;
};

/** What a unit passes to each value that it is the sum of, of a relevance of 1; nothing where its rule has none to pass to. */
export type SlowRule = (products: readonly number[], bias: number, kind: 'sums' | 'scale' | 'add') => readonly number[];

/** Relevance of the input, from a score of the output, unit by unit. */
export const slowRelevance = (
  net: SlowNetwork,
  values: readonly Float64Array[],
  target: number,
  rule: SlowRule,
): Float64Array => {
  const relevance = values.map((value) => new Float64Array(value.length));
  relevance.at(-1)![target] = values.at(-1)![target];
  for (let s = net.steps.length - 1; s > 0; s--) {
    const step = net.steps[s];
    const [inputs, arrived] = [step.inputs.map((input) => relevance[input]), relevance[s]];
    const [a, b] = step.inputs.map((input) => values[input]);
    arrived.forEach((r, j) => {
      if (r === 0) return;
      if (step.kind === 'add') {
        const [first, second] = rule([a[j], b[j]], 0, 'add');
        inputs[0][j] += r * first;
        inputs[1][j] += r * second;
      } else if (step.kind === 'join') {
        const [input, place] = step.places[j];
        inputs[input][place] += r;
      } else if (step.kind === 'max') {
        const window = step.windows[j];
        const largest = Math.max(...window.map((i) => a[i]));
        inputs[0][window.find((i) => a[i] === largest)!] += r;
      } else if (step.kind === 'sums' || step.kind === 'scale') {
        const { from, weights, bias } = step.units[j];
        const shares = rule(from.map((i, k) => a[i] * weights[k]), bias, step.kind); // prettier-ignore
        from.forEach((i, k) => (inputs[0][i] += r * shares[k]));
      } else inputs[0][j] += r;
    });
  }
  return relevance[0];
};
