import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, layers, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { architectureDiagram, architectureOf, type Architecture, type LayerBox, type ModelLike } from '@interp/viz';
import { drawn, textsOf } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const lenetLike = (): ModelLike =>
  sequential({
    name: 'small',
    layers: [
      layers.conv2d({ name: 'conv', inputShape: [12, 12, 1], filters: 4, kernelSize: 5, activation: 'sigmoid' }),
      layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
      layers.dropout({ name: 'drop', rate: 0.25 }),
      layers.flatten({ name: 'flat' }),
      layers.dense({ name: 'head', units: 1000 }),
    ],
  });

const residual = (): ModelLike => {
  const photo = input({ shape: [8, 8, 3], name: 'photo' });
  const stem = layers.conv2d({ name: 'stem', filters: 2, kernelSize: 3, strides: 2, padding: 'same' }).apply(photo);
  const shared = layers.conv2d({ name: 'shared', filters: 2, kernelSize: 1 });
  const left = shared.apply(layers.reLU({ name: 'left' }).apply(stem));
  const both = layers.add({ name: 'sum' }).apply([left, shared.apply(stem)] as SymbolicTensor[]);
  return model({ inputs: photo, outputs: both as SymbolicTensor, name: 'residual' });
};

describe('a model is read', () => {
  it('layer by layer, the input first', () => {
    const { name, layers: boxes } = architectureOf(lenetLike());
    expect(name).toBe('small');
    expect(boxes.slice(1)).toEqual([
      {
        name: 'conv',
        kind: 'Conv2D',
        detail: '5 × 5, sigmoid',
        shape: [8, 8, 4],
        parameters: 104,
        inputs: [boxes[0].name],
      },
      { name: 'pool', kind: 'MaxPooling2D', detail: '2 × 2', shape: [4, 4, 4], parameters: 0, inputs: ['conv'] },
      { name: 'drop', kind: 'Dropout', detail: 'rate 0.25', shape: [4, 4, 4], parameters: 0, inputs: ['pool'] },
      { name: 'flat', kind: 'Flatten', shape: [64], parameters: 0, inputs: ['drop'] },
      { name: 'head', kind: 'Dense', shape: [1000], parameters: 65000, inputs: ['flat'] },
    ]);
    expect(boxes[0]).toMatchObject({ kind: 'InputLayer', shape: [12, 12, 1], parameters: 0, inputs: [] });
  });

  it('with its branches, and layers that are used twice', () => {
    const { layers: boxes } = architectureOf(residual());
    const inputs = Object.fromEntries(boxes.map((box) => [box.name, [...box.inputs].sort()]));
    expect(inputs).toEqual({ photo: [], stem: ['photo'], left: ['stem'], shared: ['left', 'stem'], sum: ['shared'] });
    expect(boxes.find((box) => box.name === 'stem')?.detail).toBe('3 × 3, stride 2 × 2');
  });

  it('without what another model of the same layers adds', () => {
    const whole = sequential({
      layers: [layers.dense({ name: 'a', inputShape: [2], units: 2 }), layers.dense({ name: 'b', units: 1 })],
    });
    const first = model({ inputs: whole.inputs, outputs: whole.layers[0].output });
    expect(architectureOf(first).layers.map((box) => box.name)).toEqual([first.layers[0].name, 'a']);
  });

  it('or refused where it has no layers', async () => {
    expect(await refusal(() => architectureOf({ name: 'x' } as ModelLike))).toBe('unsupported-model');
  });
});

const box = (name: string, inputs: string[], more: Partial<LayerBox> = {}): LayerBox => ({
  name,
  kind: 'Dense',
  shape: [3],
  parameters: 1234567,
  inputs,
  ...more,
});

describe('the diagram', () => {
  it('says name, kind, shape and parameters of each layer, in the order of the network', async () => {
    const svg = await architectureDiagram(architectureOf(lenetLike()));
    const texts = textsOf(svg);
    expect(texts[0].text).toBe('small: 65,104 parameters');
    const find = (text: string): { x: number; y: number } => texts.find((one) => one.text === text)!;
    for (const text of [
      '12 × 12 × 1',
      '104 parameters',
      'Conv2D 5 × 5, sigmoid',
      '8 × 8 × 4',
      '65,000 parameters',
      '1000',
    ])
      expect([text, find(text)]).toEqual([text, expect.anything()]);
    const downwards = ['conv', 'pool', 'drop', 'flat', 'head'].map((name) => find(name).y);
    expect(downwards).toEqual([...downwards].sort((one, other) => one - other));
    expect(new Set(['conv', 'head'].map((name) => find(name).x)).size).toBe(1);
    const picture = drawn(svg);
    expect(picture.height).toBeGreaterThan(picture.width);
  });

  it('says it in other words when told to', async () => {
    const words = { parameters: 'parámetros' };
    const svg = await architectureDiagram(architectureOf(lenetLike()), { words });
    expect(svg).toContain('65,104 parámetros');
    expect(svg).not.toContain('parameters');
    expect(await refusal(() => architectureDiagram(architectureOf(lenetLike()), { words: 'es' as never }))).toBe(
      'bad-option',
    );
  });

  it('goes to the right when told to, and draws an arrow for every connection', async () => {
    const svg = await architectureDiagram(architectureOf(residual()), { direction: 'right', title: 'R' });
    const picture = drawn(svg);
    expect(picture.width).toBeGreaterThan(picture.height);
    expect(svg.match(/<path [^>]*fill="none"/g)).toHaveLength(5);
    expect(textsOf(svg)[0].text).toBe('R');
  });

  it('shows open sizes, one parameter and scalars, and survives any name', async () => {
    const odd = '"]; n0 -> n0 <b>&';
    const network: Architecture = {
      layers: [box(odd, [], { shape: [null, 2], parameters: 1 }), box('next', [odd], { shape: [] })],
    };
    const svg = await architectureDiagram(network);
    const texts = textsOf(svg).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['? × 2', '1 parameter', 'one number', '1,234,567 parameters']));
    expect(drawn(svg).width).toBeGreaterThan(100);
    expect(await architectureDiagram(network)).toBe(svg);
  });

  it.each<[string, string, LayerBox[]]>([
    ['no layers', 'bad-shape', []],
    ['two of one name', 'bad-option', [box('a', []), box('a', [])]],
    ['an input that there is not', 'bad-option', [box('a', ['b'])]],
  ])('refuses %s', async (_, code, boxes) => {
    expect(await refusal(() => architectureDiagram({ layers: boxes }))).toBe(code);
  });
});
