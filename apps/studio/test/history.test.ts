import { changed, historyOf, redone, undone } from '../src/state/history.js';

test('changes are undone and redone one by one, and a change after undoing forgets what was undone', () => {
  let history = changed(changed(historyOf('a'), 'b'), 'c');
  history = undone(undone(history));
  expect(history.present).toBe('a');
  expect(undone(history)).toBe(history);
  expect(redone(history).present).toBe('b');
  history = changed(redone(history), 'd');
  expect(redone(history)).toBe(history);
  expect(undone(history).present).toBe('b');
});

test('changes that belong together are undone together', () => {
  const history = changed(changed(changed(historyOf(0), 1), 2, true), 3, true);
  expect(history.present).toBe(3);
  expect(undone(history).present).toBe(0);
});

test('no more than two hundred changes are kept', () => {
  let history = historyOf(0);
  for (let i = 1; i <= 300; i++) history = changed(history, i);
  expect(history.past).toHaveLength(200);
});
