import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import { smallGraphModel } from '@interp/testing/graph-model-files';
import { refusedNow } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { graphModelNetwork } from '../src/index.js';

beforeAll(async () => {
  await startBackend('wasm');
});

type Holder = Record<string | number, unknown>;

/** Every place of a JSON document, as what holds it and its key. */
const placesOf = (value: unknown): [Holder, string | number][] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((key) => [
        [value as Holder, key] as [Holder, string],
        ...placesOf((value as Holder)[key]),
      ]);

const oddValues: readonly unknown[] = [null, -1, 0, 0.5, 1e9, 2 ** 40, '', 'x', '\u202e\u0007', 'mean', 'head', [], {}, true, [[[]]], { i: [] }, { list: {} }, '__proto__', 'Conv2D', 'Const', 'MatMul', '∞']; // prettier-ignore

/** A topology with one to three places left out, replaced by an odd value, or by what stands somewhere else in it. */
const damaged = (topology: object, seed: number): object => {
  const stream = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(stream.uniform() * list.length)];
  const copy = structuredClone(topology);
  const changes = 1 + Math.floor(stream.uniform() * 3);
  for (let i = 0; i < changes; i++) {
    const places = placesOf(copy);
    if (places.length === 0) break;
    const [holder, key] = pick(places);
    const kind = stream.uniform();
    if (kind < 0.3 && Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (kind < 0.3) Reflect.deleteProperty(holder, key);
    else if (kind < 0.7) holder[key] = structuredClone(pick(oddValues));
    else {
      const [other, otherKey] = pick(places);
      holder[key] = structuredClone(other[otherKey]);
    }
  }
  return copy;
};

const { topology, weights } = smallGraphModel();

test.each(Array.from({ length: 10 }, (_, i) => i))(
  'damaged in 40 ways, the topology still runs or is refused in a sentence, nothing left behind (%i)',
  (part) => {
    const image = tf.zeros([1, 8, 8, 1]);
    const tensors = Object.fromEntries(
      weights.map(({ name, shape, dtype, values }) => [name, tf.tensor(values, [...shape], dtype)]),
    );
    let refusals = 0;
    for (let seed = 40 * part; seed < 40 * (part + 1); seed++) {
      const modelTopology = damaged(topology, seed);
      const before = tf.memory().numTensors;
      const refusal = refusedNow(() => {
        const network = graphModelNetwork({ modelTopology, weights: tensors });
        tf.tidy(() => {
          classifier(network, { bounds: [-Infinity, Infinity] }).logits(image);
        });
      });
      if (refusal) refusals++;
      expect(tf.memory().numTensors - before).toBe(0);
    }
    tf.dispose([image, tensors]);
    expect(refusals).toBeGreaterThan(10);
  },
);
