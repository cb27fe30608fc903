import type { LayerNodes, LayerSite, Value } from './layer-site.js';

/** Adds the operations of an activation to a value; `part` is empty for the last one of the layer. */
type Activate = (site: LayerSite, x: string, part: string) => string;

const plain =
  (operation: string, attributes: Readonly<Record<string, number | string>> = {}): Activate =>
  (site, x, part) =>
    site.add(operation, [x], attributes, part);

const timesSigmoid: Activate = (site, x, part) => {
  const gate = site.add('Sigmoid', [x], {}, `${part}sigmoid`);
  return site.add('Mul', [x, gate], {}, part);
};

const activations: Readonly<Record<string, Activate>> = {
  relu: plain('Relu'),
  relu6: (site, x, part) => site.add('Clip', [x, site.numbers('zero', 0), site.numbers('six', 6)], {}, part),
  elu: plain('Elu', { alpha: 1 }),
  selu: plain('Selu'),
  celu: plain('Celu', { alpha: 1 }),
  sigmoid: plain('Sigmoid'),
  tanh: plain('Tanh'),
  softplus: plain('Softplus'),
  softsign: plain('Softsign'),
  softmax: plain('Softmax', { axis: -1 }),
  log_softmax: plain('LogSoftmax', { axis: -1 }),
  exponential: plain('Exp'),
  gelu: plain('Gelu'),
  mish: plain('Mish'),
  swish: timesSigmoid,
  hard_silu: plain('HardSwish'),
  hard_sigmoid: plain('HardSigmoid', { alpha: 0.2, beta: 0.5 }),
  hard_sigmoid_3: plain('HardSigmoid', { alpha: 1 / 6, beta: 0.5 }),
  leaky_relu: plain('LeakyRelu', { alpha: 0.2 }),
  hard_tanh: (site, x, part) => site.add('Clip', [x, site.numbers('low', -1), site.numbers('high', 1)], {}, part),
  tanh_shrink: (site, x, part) => site.add('Sub', [x, site.add('Tanh', [x], {}, `${part}tanh`)], {}, part),
  soft_shrink: (site, x, part) => {
    const limits = [site.numbers('shrink low', -0.5), site.numbers('shrink high', 0.5)];
    return site.add('Sub', [x, site.add('Clip', [x, ...limits], {}, `${part}small`)], {}, part);
  },
  hard_shrink: (site, x, part) => {
    const size = site.add('Abs', [x], {}, `${part}size`);
    const isLarge = site.add('Greater', [size, site.numbers('shrink', 0.5)], {}, `${part}large`);
    return site.add('Where', [isLarge, x, site.numbers('shrunk', 0)], {}, part);
  },
  squareplus: (site, x, part) => {
    const square = site.add('Mul', [x, x], {}, `${part}square`);
    const root = site.add('Sqrt', [site.add('Add', [square, site.numbers('four', 4)], {}, `${part}more`)], {}, `${part}root`); // prettier-ignore
    return site.add('Mul', [site.add('Add', [x, root], {}, `${part}sum`), site.numbers('half', 0.5)], {}, part);
  },
  glu: (site, x, part) => {
    const halves = { axis: -1, num_outputs: 2 };
    const [value, gate] = site.addOutputs('Split', [x], halves, `${part}halves`, ['value', 'gate']);
    return site.add('Mul', [value, site.add('Sigmoid', [gate], {}, `${part}sigmoid`)], {}, part);
  },
  log_sigmoid: (site, x, part) => {
    const negative = site.add('Neg', [x], {}, `${part}negative`);
    const soft = site.add('Softplus', [negative], {}, `${part}softplus`);
    return site.add('Neg', [soft], {}, part);
  },
};

const isGraphActivation = (name: unknown): name is string =>
  typeof name === 'string' && Object.hasOwn(activations, name);

/**
 * The activation that a layer applies at its end.
 *
 * @param site - the layer
 * @param x - what it is applied to
 * @param name - its name; that in the layer's options by default
 * @param part - empty where it is the last operation of the layer
 * @returns the value
 */
export const activated = (
  site: LayerSite,
  x: string,
  name: unknown = site.config['activation'] ?? 'linear',
  part = '',
): string => {
  if (name === 'linear') return x;
  if (!isGraphActivation(name))
    throw site.refuse(`has an activation ${JSON.stringify(name)?.slice(0, 60)} that is not supported`);
  return activations[name](site, x, part);
};

/** The name of an operation before the activation of its layer: its own, or that of the layer where there is none. */
export const beforeActivation = (site: LayerSite, name: string): string =>
  (site.config['activation'] ?? 'linear') === 'linear' ? '' : name;

const same = (site: LayerSite, name: string): Value => ({ name, rank: site.input.rank });

/** `Activation`, which may be linear. */
export const activationLayer: LayerNodes = (site) => same(site, activated(site, site.input.name));

/** `ReLU` with a slope below, a threshold and a largest value. */
export const relu: LayerNodes = (site) => {
  const [leak, threshold] = [site.number('negative_slope', 0), site.number('threshold', 0)];
  const most = site.config['max_value'] ?? null;
  const x = site.input.name;
  if (leak === 0 && threshold === 0) {
    if (most === null) return same(site, site.add('Relu', [x]));
    return same(
      site,
      site.add('Clip', [x, site.numbers('zero', 0), site.numbers('most', site.number('max_value', 0))]),
    );
  }
  // max(0, x) above the threshold, leak · (x - threshold) below: the two parts, each of which is zero where the other one is not.
  const shift = site.numbers('threshold', threshold);
  const above =
    threshold === 0
      ? site.add('Relu', [x], {}, 'above')
      : site.add('ThresholdedRelu', [x], { alpha: threshold }, 'above');
  const limited =
    most === null ? above : site.add('Min', [above, site.numbers('most', site.number('max_value', 0))], {}, 'limited');
  if (leak === 0) return same(site, site.add('Identity', [limited]));
  const centred = site.add('Sub', [x, shift], {}, 'centred');
  const below = site.add('Min', [centred, site.numbers('zero', 0)], {}, 'below');
  const leaked = site.add('Mul', [below, site.numbers('leak', leak)], {}, 'leaked');
  return same(site, site.add('Add', [limited, leaked]));
};

/** `LeakyReLU`. */
export const leakyRelu: LayerNodes = (site) => {
  const alpha = site.number('negative_slope', site.number('alpha', 0.3));
  return same(site, site.add('LeakyRelu', [site.input.name], { alpha }));
};

/** `ELU`. */
export const elu: LayerNodes = (site) =>
  same(site, site.add('Elu', [site.input.name], { alpha: site.number('alpha', 1) }));

/** `ThresholdedReLU`. */
export const thresholdedRelu: LayerNodes = (site) =>
  same(site, site.add('ThresholdedRelu', [site.input.name], { alpha: site.number('theta', 1) }));

/** `PReLU`, with one slope a value, or one for several. */
export const prelu: LayerNodes = (site) =>
  same(site, site.add('PRelu', [site.input.name, site.weight(0, site.input.rank - 1)]));

/** `Softmax` along one axis. */
export const softmax: LayerNodes = (site) =>
  same(site, site.add('Softmax', [site.input.name], { axis: site.number('axis', -1) }));
