import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attack, attackMethodOf, misclassified } from '@interp/adversarial';
import { batchStatus, collectBatch, submitBatch, workOnBatch } from '@interp/batch';
import { readSafetensors } from '@interp/files';
import { imagesOf } from '@interp/images';
import { imagePng, readImages } from '@interp/images/node';
import { explanationOf } from '@interp/lrp';
import { openClassifier } from '@interp/open';
import { dataOf, jobsOfSuite } from '@interp/testing/batch-jobs';

const { folder, newPlace, done } = jobsOfSuite();

const digits = ['drawn:test/0-13', 'sample:7'];

test('explanations are those of the function, whatever the size of a chunk', async () => {
  const options = { composite: 'epsilon-plus', epsilon: 0.1 } as const;
  const [small, large] = [
    await done({ task: 'explain', options, inputs: digits, chunk: 4 }),
    await done({ task: 'explain', options, inputs: digits, chunk: 100 }),
  ];
  const net = await openClassifier('lenet');
  const images = await readImages(digits, net.imageOptions);
  const x = images.tensor();
  const { relevance, targets, scores } = explanationOf({ method: 'lrp', ...options })(net, x);
  expect(dataOf(small, 'relevance')).toEqual(Array.from(relevance.dataSync()));
  expect(dataOf(small, 'images')).toEqual(Array.from(x.dataSync()));
  expect(dataOf(small, 'targets')).toEqual(Array.from(targets));
  expect(small.results.map(({ score }) => score)).toEqual(scores);
  expect(small.results.map(({ input, label }) => [input, label])).toEqual(
    Array.from({ length: 15 }, (_, i) => [images.name(i), images.label(i)]),
  );
  expect(large.tensors).toEqual(small.tensors);
  expect(large.results).toEqual(small.results);
  expect([small.job.chunks, large.job.chunks]).toEqual([4, 1]);
  x.dispose();
  relevance.dispose();
  net.dispose();
});

test('attacks start at random points that depend on the seed and the image, not on the chunk', async () => {
  const options = { method: 'pgd', epsilon: 0.3, steps: 3, randomStart: true } as const;
  const all = (seed: number, chunk: number) => done({ task: 'attack', options, inputs: digits, seed, chunk });
  const [one, other, another] = [await all(5, 6), await all(5, 50), await all(6, 6)];
  expect(other.tensors).toEqual(one.tensors);
  expect(dataOf(another, 'adversarial')).not.toEqual(dataOf(one, 'adversarial'));
  const net = await openClassifier('lenet');
  const images = await readImages(digits, net.imageOptions);
  const x = images.tensor();
  const criterion = misclassified(Array.from({ length: 15 }, (_, i) => images.label(i)));
  const found = await attack(net, x, attackMethodOf(options), { criterion, seed: 5 });
  expect(dataOf(one, 'adversarial')).toEqual(Array.from(found.adversarial.dataSync()));
  expect(one.results.map(({ outcome }) => outcome)).toEqual(found.items.map(({ outcome }) => outcome));
  expect(dataOf(one, 'after')).toEqual(found.items.map(({ after }) => after.class));
  [x, found.adversarial, found.perturbation, net].forEach((one) => one.dispose());
});

test('a model of one’s own and a folder of pictures go into the job: nothing of them is needed afterwards', async () => {
  const [model, pictures] = [join(folder, 'strokes.onnx'), join(folder, 'pictures')];
  copyFileSync(fileURLToPath(new URL('../../../docs/examples/strokes.onnx', import.meta.url)), model);
  writeFileSync(join(folder, 'strokes.interp.json'), '{ "bounds": [0, 1], "labels": ["a", "b", "c", "d"] }');
  mkdirSync(pictures);
  for (const [i, grey] of [0, 0.5, 1].entries()) {
    const pixels = () => new Float32Array(16 * 20 * 3).fill(grey);
    const image = imagesOf({ size: 1, inputShape: [16, 20, 3], name: () => '', pixels });
    writeFileSync(join(pictures, `${i}.png`), await imagePng(image, 0));
  }
  writeFileSync(join(pictures, '9.png'), 'no picture');
  writeFileSync(join(pictures, 'labels.csv'), '0.png,b\n2.png,3\n');
  const net = await openClassifier(model);
  const images = await readImages([pictures], { ...net.imageOptions, takesMissing: 'all' });
  const x = images.tensor();
  const logits = net.logits(x);
  const expected = Array.from(logits.dataSync());
  [x, logits, net].forEach((one) => one.dispose());
  const place = newPlace();
  await submitBatch({ task: 'classify', model, inputs: [pictures], chunk: 2, backend: 'wasm' }, place);
  rmSync(model);
  rmSync(pictures, { recursive: true });
  await workOnBatch(place, { processes: 0, untilDone: true });
  const { results, tensors, inputs, labels } = await collectBatch(place);
  expect(Array.from(tensors[1][1].data as Float32Array)).toEqual(expected);
  expect(results.map(({ label }) => label)).toEqual([1, undefined, 3, undefined]);
  expect(results[3]).toEqual({
    input: join(pictures, '9.png'),
    error: images.missing[0].error,
  });
  expect([inputs.length, labels]).toEqual([3, ['a', 'b', 'c', 'd']]);
});

test('the same job again computes what is missing alone; its manifest lists what there is', async () => {
  const place = newPlace();
  const job = { task: 'classify', inputs: digits, chunk: 4 } as const;
  const first = await done(job, place);
  const files = readdirSync(join(place, 'results/00000'));
  const lost = files.filter((file) => file.startsWith('000000002'));
  const before = new Map(files.map((file) => [file, readFileSync(join(place, 'results/00000', file))]));
  for (const file of lost) rmSync(join(place, 'results/00000', file));
  rmSync(join(place, 'manifest.json'));
  await submitBatch({ backend: 'wasm', ...job }, place);
  expect(await batchStatus(place)).toMatchObject({ chunks: 4, done: 3, waiting: 1, failed: 0, closed: false });
  expect(await workOnBatch(place, { processes: 0, untilDone: true })).toMatchObject({ done: 1, images: 4 });
  for (const [file, bytes] of before) expect(readFileSync(join(place, 'results/00000', file))).toEqual(bytes);
  const { images, pages } = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8')) as {
    readonly images: number;
    readonly pages: readonly { readonly file: string }[];
  };
  const entries = JSON.parse(readFileSync(join(place, pages[0].file), 'utf8')) as readonly {
    readonly images: number;
    readonly shard: { readonly file: string };
  }[];
  expect([images, entries.map((entry) => entry.images)]).toEqual([15, [4, 4, 4, 3]]);
  for (const { shard } of entries) {
    expect(existsSync(join(place, shard.file))).toBe(true);
    expect([...readSafetensors(readFileSync(join(place, shard.file))).tensors.keys()]).toEqual([
      'images',
      'logits',
      'probabilities',
    ]);
  }
  expect((await collectBatch(place)).results).toEqual(first.results);
});
