import * as tf from '@tensorflow/tfjs-core';
import type { LayerNodes, LayerSite, Value } from './layer-site.js';

const axisOf = (site: LayerSite, usual = -1): number => {
  const axis = site.number('axis', usual);
  return axis < 0 ? axis + site.input.rank : axis;
};

const isOn = (site: LayerSite, option: string): boolean => site.config[option] !== false;

/** The factors and shifts of a normalisation, ones and zeros where it has none; the number of weights taken. */
const affine = (
  site: LayerSite,
  rank = 1,
): { readonly scale?: string; readonly shift?: string; readonly count: number } => {
  const scale = isOn(site, 'scale') ? site.weight(0, rank) : undefined;
  const at = scale === undefined ? 0 : 1;
  const shift = isOn(site, 'center') ? site.weight(at, rank) : undefined;
  return { scale, shift, count: at + (shift === undefined ? 0 : 1) };
};

const filled = (site: LayerSite, size: number, value: 0 | 1): string =>
  site.constant(value === 0 ? 'zeros' : 'ones', () => (value === 0 ? tf.zeros([size]) : tf.ones([size])));

const same = (site: LayerSite, name: string): Value => ({ name, rank: site.input.rank });

/** Batch normalisation with its running mean and variance. */
export const batchNormalization: LayerNodes = (site) => {
  const { scale, shift, count } = affine(site);
  if (site.config['renorm'] === true) throw site.refuse('is renormalised, which is not supported');
  const size = site.weightShape(count)[0];
  const [axis, { rank }] = [axisOf(site), site.input];
  if (axis !== rank - 1 && axis !== 1) throw site.refuse(`goes over axis ${axis} of ${rank}; expected the channels`);
  const inputs = [
    site.input.name,
    scale ?? filled(site, size, 1),
    shift ?? filled(site, size, 0),
    site.weight(count, 1),
    site.weight(count + 1, 1),
  ];
  const attributes = { epsilon: site.number('epsilon', 1e-3), channelsLast: axis === rank - 1 };
  return same(site, site.add('BatchNormalization', inputs, attributes));
};

/** Layer normalisation over the last axes. */
export const layerNormalization: LayerNodes = (site) => {
  const { rank } = site.input;
  const axes = [site.config['axis'] ?? -1]
    .flat()
    .map((axis) => (Number(axis) < 0 ? Number(axis) + rank : Number(axis)));
  const first = Math.min(...axes);
  if (axes.length !== rank - first) throw site.refuse('goes over axes that are not the last ones');
  if (site.config['rms_scaling'] === true) throw site.refuse('scales by the root mean square, which is not supported');
  const { scale, shift, count } = affine(site, axes.length);
  const shape = count > 0 ? site.weightShape(0) : undefined;
  if (!shape && !site.spec.inputShapes[0]) throw site.refuse('has no factors and no shifts, and its file no shape');
  const sizes = shape ?? (site.spec.inputShapes[0].slice(first) as number[]);
  const ones = (): string => site.constant('ones', () => tf.ones([...sizes]));
  const attributes = { axis: first, epsilon: site.number('epsilon', 1e-3) };
  return same(
    site,
    site.add('LayerNormalization', [site.input.name, scale ?? ones(), ...(shift ? [shift] : [])], attributes),
  );
};

/** Normalisation of groups of channels. */
export const groupNormalization: LayerNodes = (site) => {
  const { rank } = site.input;
  const { scale, shift, count } = affine(site);
  const axis = axisOf(site);
  const size = count > 0 ? site.weightShape(0)[0] : site.spec.inputShapes[0]?.[axis];
  if (typeof size !== 'number') throw site.refuse('has no factors and no shifts, and its file no shape');
  if (axis !== rank - 1 && axis !== 1) throw site.refuse(`goes over axis ${axis} of ${rank}; expected the channels`);
  const groups = site.number('groups', 32);
  const attributes = {
    num_groups: groups === -1 ? size : groups,
    epsilon: site.number('epsilon', 1e-3),
    channelsLast: axis === rank - 1,
  };
  const inputs = [site.input.name, scale ?? filled(site, size, 1), shift ?? filled(site, size, 0)];
  return same(site, site.add('GroupNormalization', inputs, attributes));
};

/** Values divided by the root of the mean of their squares along the last axis, and scaled. */
export const rmsNormalization: LayerNodes = (site) => {
  const { name, rank } = site.input;
  if (axisOf(site) !== rank - 1) throw site.refuse('goes over other axes than the last; expected axis -1');
  const axes = site.integers('axes', [-1]);
  const squares = site.add('Mul', [name, name], {}, 'squares');
  const mean = site.add('ReduceMean', [squares, axes], { keepdims: 1 }, 'mean');
  const epsilon = site.numbers('epsilon', site.number('epsilon', 1e-6));
  const size = site.add('Sqrt', [site.add('Add', [mean, epsilon], {}, 'safe')], {}, 'size');
  const scale = site.weightCount > 0 ? site.weight(0, 1) : undefined;
  const normal = site.add('Div', [name, size], {}, scale === undefined ? '' : 'normal');
  return same(site, scale === undefined ? normal : site.add('Mul', [normal, scale]));
};

/** Values of unit length along an axis. */
export const unitNormalization: LayerNodes = (site) => {
  const axes = [site.config['axis'] ?? -1].flat().map(Number);
  const squares = site.add('Mul', [site.input.name, site.input.name], {}, 'squares');
  const sum = site.add('ReduceSum', [squares, site.integers('axes', axes)], { keepdims: 1 }, 'sum');
  const safe = site.add('Max', [sum, site.numbers('least', 1e-12)], {}, 'positive');
  const length = site.add('Sqrt', [safe], {}, 'length');
  return same(site, site.add('Div', [site.input.name, length]));
};

/** A factor and a shift for all values, or for each channel. */
export const rescaling: LayerNodes = (site) => {
  const numbers = (name: string, usual: number): readonly number[] | number => {
    const value = site.config[name] ?? usual;
    const all = [value].flat();
    if (!all.every((n) => typeof n === 'number' && Number.isFinite(n)))
      throw site.refuse(`has no numbers in its ${name}`);
    return value as number[] | number;
  };
  const scaled = site.add('Mul', [site.input.name, site.numbers('scale', numbers('scale', 1))], {}, 'scale');
  return same(site, site.add('Add', [scaled, site.numbers('offset', numbers('offset', 0))]));
};

/** Values less their mean, by their standard deviation: numbers that were learned of data, or given. */
export const normalization: LayerNodes = (site) => {
  const { mean, variance, invert } = site.config;
  const given = (mean ?? null) !== null;
  const number = (value: unknown): number[] => [value].flat(4).map(Number);
  const { rank } = site.input;
  const axis = [site.config['axis'] ?? -1].flat();
  if (axis.length > 1 || (axis[0] !== null && Number(axis[0]) !== -1 && Number(axis[0]) !== rank - 1))
    throw site.refuse('goes over other axes than the last; expected axis -1');
  const inverse = (value: tf.Tensor): tf.Tensor => tf.div(1, tf.maximum(tf.sqrt(value), 1e-7));
  const forward = (value: tf.Tensor): tf.Tensor => tf.maximum(tf.sqrt(value), 1e-7);
  const [mean0, factor] = given
    ? [
        site.numbers('mean', number(mean)),
        site.constant('factor', () =>
          tf.tidy(() => (invert === true ? forward : inverse)(tf.tensor1d(number(variance)))),
        ),
      ]
    : [
        site.weight(0, site.weightShape(0).length),
        site.weight(1, site.weightShape(1).length, 'factor', invert === true ? forward : inverse),
      ];
  if (!given) site.skipWeight(2);
  if (invert === true) {
    const scaled = site.add('Mul', [site.input.name, factor], {}, 'scale');
    return same(site, site.add('Add', [scaled, mean0]));
  }
  const centred = site.add('Sub', [site.input.name, mean0], {}, 'centre');
  return same(site, site.add('Mul', [centred, factor]));
};

/** One factor a channel, as ConvNeXt has it. */
export const layerScale: LayerNodes = (site) => same(site, site.add('Mul', [site.input.name, site.weight(0, 1)]));
