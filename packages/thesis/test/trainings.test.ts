import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawnDigits } from '@interp/mnist';
import { thesisContext } from '../src/index.js';
import { shippedNetworks, type NetworkRole } from '../src/networks.js';
import { trainedNetworks, trainings } from '../src/report/trainings.js';

const path = mkdtempSync(join(tmpdir(), 'interp-trainings-'));
afterAll(() => rmSync(path, { recursive: true, force: true }));

test('each network of both columns is trained, each column by its own recipes', () => {
  const { thesisLike, today } = trainedNetworks(path);
  const roles = Object.keys(shippedNetworks.today).sort();
  expect([Object.keys(thesisLike).sort(), Object.keys(today).sort()]).toEqual([roles, roles]);
  const other = (roles as NetworkRole[]).filter((role) => thesisLike[role] !== today[role]);
  expect(other).toEqual(['classifier', 'expert', 'wideExpert']);
  for (const [column, role, name] of [
    ['thesisLike', 'classifier', 'lenet-thesis'],
    ['thesisLike', 'wideExpert', 'rbm-100-thesis'],
    ['today', 'classifier', 'lenet'],
  ] as const)
    expect(trainedNetworks(path)[column][role]).toContain(join('networks', name));
  expect(trainings(path)).toHaveLength(9);
});

test('a network is trained and kept where its column looks for it', async () => {
  const few = drawnDigits({ count: 24, seed: 1 });
  const context = await thesisContext({ digits: () => Promise.resolve(few) });
  const training = trainings(path).find(({ number }) => number === 'train rbm-8-thesis')!;
  const { data, caption } = await training.draw(context);
  await context.dispose();
  expect((data as { history: readonly unknown[] }).history.length).toBeGreaterThan(0);
  expect(caption?.en).toContain('interp train rbm');
  const { thesisLike } = trainedNetworks(path);
  expect(existsSync(thesisLike['expert']!)).toBe(true);
});
