import { refusal } from '@interp/testing/refusal';
import { ascentChart, lineChart } from '../src/index.js';

const history = [-9, -1, -3, -1].map((objective) => ({ objective }));

test('the objective after each step, or in parts of its rise', async () => {
  const titles = { title: 'Objective', xTitle: 'step' };
  expect(await ascentChart([{ name: '5', history }])).toBe(
    await lineChart([{ name: '5', y: [-9, -1, -3, -1] }], { ...titles, yTitle: 'objective' }),
  );
  expect(await ascentChart([{ name: 'am', history }], { relative: true, xTitle: 'iteration' })).toBe(
    await lineChart([{ name: 'am', y: [0, 1, 0.75, 1] }], {
      title: 'Objective',
      xTitle: 'iteration',
      yTitle: 'part of its rise',
      yRange: [0, 1],
    }),
  );
});

test('ascents that only fall are on one scale as well; no ascent is refused', async () => {
  const falls = [{ objective: 2 }, { objective: 1 }];
  expect(await ascentChart([{ history: falls }], { relative: true })).toBe(
    await ascentChart([{ history: [{ objective: 0 }, { objective: -5 }] }], { relative: true }),
  );
  const sinking = [0, 0.1, -20].map((objective) => ({ objective }));
  expect(await ascentChart([{ name: 'sinks', history: sinking }], { relative: true })).toBe(
    await lineChart([{ name: 'sinks', y: [20 / 20.1, 1, 0] }], {
      title: 'Objective',
      xTitle: 'step',
      yTitle: 'part of its rise',
      yRange: [0, 1],
    }),
  );
  expect(await refusal(() => ascentChart([{ history: [] }], { relative: true }))).toBe('bad-shape');
  const unknown = [{ objective: 0 }, { objective: NaN }];
  expect(await refusal(() => ascentChart([{ history: unknown }], { relative: true }))).toBe('bad-value');
});

test('curves without a name are called by their class, and by their place too where it stands twice', async () => {
  const rises = [0, 1].map((objective) => ({ objective }));
  expect(await ascentChart([5, 3, 5].map((one) => ({ class: one, history: rises })))).toBe(
    await ascentChart(['5 (0)', '3', '5 (2)'].map((name) => ({ name, history: rises }))),
  );
  expect(await ascentChart([{ class: 5, name: 'mine', history: rises }])).toContain('mine');
});
