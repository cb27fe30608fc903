import { range } from '@interp/core/internal';
import { paddingOf } from './convolutions.js';
import { activationOf, checkStateless } from './recurrent.js';
import type { LayerNodes, Value } from './layer-site.js';

/** `ConvLSTM1D` to `ConvLSTM3D`: an LSTM whose products are convolutions, over sequences of signals, images or volumes. */
export const convolutionalLstm =
  (axes: number): LayerNodes =>
  (site) => {
    const { config } = site;
    checkStateless(site, config);
    if (site.operands.length > 1 || Object.keys(site.named).length > 0)
      throw site.refuse('is given states or a mask, which is not supported');
    const padding = paddingOf(site);
    const { name } = site.input;
    const last = [0, 1, ...range(3, 3 + axes), 2];
    const x = site.channelsLast ? name : site.add('Transpose', [name], { perm: last }, 'channels last');
    const weights = [0, 1].map((index) => site.weight(index, axes + 2));
    const bias = config['use_bias'] === false ? [] : [site.weight(2, 1)];
    const attributes = {
      gate: activationOf(site, config['recurrent_activation'] ?? 'sigmoid'),
      value: activationOf(site, config['activation'] ?? 'tanh'),
      strides: site.sizes('strides', axes),
      dilations: site.sizes('dilation_rate', axes),
      ...padding,
      reverse: config['go_backwards'] === true,
    };
    const outputs = ['all', 'last', 'cell'];
    const [all, state, cell] = site.addOutputs('ConvLSTM', [x, ...weights, ...bias], attributes, 'pass', outputs);
    /** As the layer has its axes; a sequence has one more of them. */
    const given = (value: string, part: string, ahead: number): Value => {
      const channels = ahead + axes;
      const rank = channels + 1;
      if (site.channelsLast) return { name: site.add('Identity', [value], {}, part), rank };
      const perm = [...range(0, ahead), channels, ...range(ahead, channels)];
      return { name: site.add('Transpose', [value], { perm }, part), rank };
    };
    const made = config['return_sequences'] === true ? given(all, '', 2) : given(state, '', 1);
    if (config['return_state'] !== true) return made;
    return [made, given(state, 'state last', 1), given(cell, 'state cell', 1)];
  };
