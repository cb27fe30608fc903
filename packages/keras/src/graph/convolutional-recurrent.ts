import { activationOf } from './recurrent.js';
import type { LayerNodes } from './layer-site.js';

/** `ConvLSTM1D` to `ConvLSTM3D`: an LSTM whose products are convolutions, over sequences of signals, images or volumes. */
export const convolutionalLstm =
  (axes: number): LayerNodes =>
  (site) => {
    const { config } = site;
    if (config['stateful'] === true) throw site.refuse('keeps its state from batch to batch, which is not supported');
    if (site.operands.length > 1 || Object.keys(site.named).length > 0)
      throw site.refuse('is given states or a mask, which is not supported');
    const padding = config['padding'] ?? 'valid';
    if (padding !== 'same' && padding !== 'valid')
      throw site.refuse(`has the padding ${JSON.stringify(padding)?.slice(0, 40)}; expected same or valid`);
    const [isFirst, isBack] = [!site.channelsLast, config['go_backwards'] === true];
    const isSequence = config['return_sequences'] === true;
    const places = Array.from({ length: axes }, (_, i) => i);
    const last = [0, 1, ...places.map((i) => i + 3), 2];
    const x = isFirst ? site.add('Transpose', [site.input.name], { perm: last }, 'channels last') : site.input.name;
    const weights = [0, 1].map((index) => site.weight(index, axes + 2));
    const bias = config['use_bias'] === false ? [] : [site.weight(2, 1)];
    const attributes = {
      gate: activationOf(site, config['recurrent_activation'] ?? 'sigmoid'),
      value: activationOf(site, config['activation'] ?? 'tanh'),
      strides: site.sizes('strides', axes),
      dilations: site.sizes('dilation_rate', axes),
      auto_pad: padding === 'same' ? 'SAME_UPPER' : 'VALID',
      reverse: isBack,
    };
    const outputs = ['all', 'last', 'cell'];
    const [all, state, cell] = site.addOutputs('ConvLSTM', [x, ...weights, ...bias], attributes, 'pass', outputs);
    /** As the layer has its axes; a sequence has one more of them. */
    const given = (value: string, part: string, ahead: number): { readonly name: string; readonly rank: number } => {
      const before = Array.from({ length: ahead }, (_, i) => i);
      const perm = [...before, ahead + axes, ...places.map((i) => ahead + i)];
      return { name: isFirst ? site.add('Transpose', [value], { perm }, part) : site.add('Identity', [value], {}, part), rank: ahead + axes + 1 }; // prettier-ignore
    };
    const made = isSequence ? given(all, '', 2) : given(state, '', 1);
    if (config['return_state'] !== true) return made;
    return [made, given(state, 'state last', 1), given(cell, 'state cell', 1)];
  };
