import { startBackend } from '@interp/backend';
import { initialOf } from '../src/state/parameters.js';
import type { Input } from '../src/state/input.js';
import type { ViewValues } from '../src/state/studio-state.js';
import { attack, type Attacked } from '../src/views/attack/attack.js';
import { attackCode, attackCommand } from '../src/views/attack/attack-code.js';
import { attackOptions, hasBall, normsOf } from '../src/views/attack/attack-options.js';
import { attackParameters, attacks } from '../src/views/attack/attack-parameters.js';
import { waysOut } from '../src/views/attack/ways-out.js';
import { runCode } from './as-code.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const initial = initialOf(attackParameters);
const input: Input = { kind: 'sample', digit: 4 };

const attacked = async (values: Partial<ViewValues<'attack'>>): Promise<Attacked> => {
  const found = await attack({ input, network: 'lenet', values: { ...initial, ...values } });
  if (!found) throw new Error('nothing was attacked');
  return found;
};

test.each(attacks.flatMap((method) => normsOf(method).map((norm) => [method, norm] as const)))(
  '%s in %s stays in its ball and says what is read before and after',
  async (method, norm) => {
    const { item, before, after, adversarial } = await attacked({ method, norm, epsilon: 0.1 });
    expect(before.class).toBe(4);
    expect(after.class).toBe(item.after.class);
    expect(after.probability).toBeCloseTo(item.after.probability, 4);
    expect(after.name).toBe(String(after.class));
    expect(adversarial.every((value) => value >= -1 && value <= 1)).toBe(true);
    const { epsilon } = attackOptions({ ...initial, method, norm, epsilon: 0.1 });
    if (hasBall(method)) expect(item[norm]).toBeLessThanOrEqual((epsilon ?? 0) * 1.0001);
  },
);

test('the way leads from the image to what comes of it, each with its explanation', async () => {
  const { way, before, after } = await attacked({ method: 'bim', epsilon: 0.8, target: '9' });
  expect(way).toHaveLength(5);
  expect([way[0], way[4]]).toEqual([before, after]);
  const nine = way.map(({ class: read }) => read === 9);
  expect(nine[0]).toBe(false);
  expect(nine[4]).toBe(true);
  expect(new Set(way.map(({ picture }) => Buffer.from(picture.data).toString('hex'))).size).toBe(5);
});

test('a target is reached, and no change at all changes nothing', async () => {
  expect((await attacked({ method: 'bim', epsilon: 0.8, target: '9' })).after.class).toBe(9);
  expect((await attacked({ method: 'fgsm', epsilon: 0 })).item).toMatchObject({ outcome: 'failed', linf: 0 });
  expect(await attack({ input: { kind: 'strokes', strokes: [] }, network: 'lenet', values: initial })).toBeUndefined();
});

test('the way out of the robust network is longer than that of the plain one in L∞', async () => {
  const networks = ['lenet', 'lenet-robust', 'lenet-thesis'] as const;
  const ways = await waysOut(input, networks);
  expect(ways.map(({ network }) => network)).toEqual(networks);
  const [plain, robust] = ways.map(({ ways: { linf } }) => linf?.length ?? Infinity);
  expect(robust).toBeGreaterThan(plain);
  expect(await waysOut({ kind: 'strokes', strokes: [] }, networks)).toEqual([]);
});

test('the program that is shown computes the same in Node.js, and the command has its options', async () => {
  const values = { ...initial, method: 'pgd', target: '9', seed: 3 } as const;
  const { item, pixels = new Uint8Array() } = await attacked(values);
  const of = {
    input,
    given: { pixels },
    network: 'lenet',
    options: attackOptions(values),
    target: 9,
    seed: 3,
  } as const;
  expect(runCode(attackCode(of))).toEqual({
    before: item.before.class,
    after: item.after.class,
    outcome: item.outcome,
    l2: expect.closeTo(item.l2, 4) as number,
    linf: expect.closeTo(item.linf, 4) as number,
  });
  expect(attackCommand(of)).toBe(
    'npx interp attack sample:4 --model lenet --method pgd --norm linf --epsilon 0.3 --target 9 --seed 3',
  );
});
