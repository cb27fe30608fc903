import { units } from '@interp/targets';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';
import { json, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();

/** The value of a channel for images, by the package itself. */
const valueOf = async (layer: string, channel: number, images: tf.Tensor): Promise<number> => {
  const net = await pretrained('lenet');
  const value = tf.tidy(() => units(net, layer).logits(images).dataSync()[channel]);
  net.dispose();
  return value;
};

it('explains a channel of a hidden layer, whose value is the score', async () => {
  const save = folder.at('channel.safetensors');
  const [row] = await json<{ class: number; score: number; label?: number }[]>(
    ...['explain', 'sample:7', '--layer', 'conv2', '--channel', '3', '--method', 'gradient-x-input', '--save', save],
  );
  const { data, shape } = tensorsOf(save).tensors.get('images')!;
  const x = tf.tensor(data as Float32Array, shape as number[]);
  expect(row.class).toBe(3);
  expect(row.score).toBeCloseTo(await valueOf('conv2', 3, x), 5);
  expect(row.label ?? null).toBeNull();
  x.dispose();
});

it('finds the image that a channel answers more to than to a digit, and makes another the strongest of its layer', async () => {
  const save = folder.at('prototype.safetensors');
  const flags = ['--layer', 'conv2', '--channel', '3'];
  const [found] = await json<{ class: number }[]>('prototype', ...flags, '--steps', '20', '--save', save);
  expect(found.class).toBe(3);
  const best = tf.tensor(tensorsOf(save).tensors.get('prototypes')!.data as Float32Array, [1, 28, 28, 1]);
  const none = tf.zeros([1, 28, 28, 1]);
  expect(await valueOf('conv2', 3, best)).toBeGreaterThan((await valueOf('conv2', 3, none)) + 0.1);
  tf.dispose([best, none]);
  const { results } = await json<{ results: { after: { class: number } }[] }>('attack', 'sample:7', ...flags);
  expect(results[0].after.class).toBe(3);
});

it.each([
  [['--layer', 'conv9', '--channel', '3'], 'no layer "conv9"'],
  [['--layer', 'conv2', '--channel', '16'], 'from 0 to 15'],
  [['--channel', '3'], '--layer NAME'],
  [['--layer', 'fc1', '--channel', '3', '--unit', '2'], 'and one of them'],
])('refuses %s', async (flags, said) => {
  const { code, err } = await run(['explain', 'sample:7', ...flags]);
  expect(code).not.toBe(0);
  expect(err).toContain(said);
});
