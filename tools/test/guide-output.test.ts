import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLine, runPage } from '../lib/run-page.mjs';
import { root } from '../lib/workspace.mjs';

const pageOf = (name: string): string => `docs/guides/${name}.md`;
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const blocks = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, block]) => block);

const folder = mkdtempSync(join(tmpdir(), 'interp-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what the guide to ledgers says that its program prints, it prints', () => {
  const page = pageOf('read-a-ledger');
  const quoted = blocks(textOf(page), 'text');
  expect(quoted).toHaveLength(5);
  expect(quoted.join('')).toBe(runPage(page, folder));
  for (const file of ['ledger-flow.png', 'ledger-chart.png']) {
    expect(existsSync(join(folder, file))).toBe(true);
    expect(existsSync(join(root, 'docs/images', file))).toBe(true);
  }
}, 120_000);

test('the guide to PyTorch models: logits agree, all six strokes are read right, and nothing is lost', () => {
  const said = runPage(pageOf('bring-your-pytorch-model'), folder);
  const [, difference] = /largest difference of a logit: (\S+)/.exec(said) ?? [];
  expect(Number(difference)).toBeLessThan(1e-4);
  const [, read, labels] = /Int32Array\(6\) \[ (.*?) \] labels BigInt64Array\(6\) \[ (.*?) \]/.exec(said) ?? [];
  expect(read).toBe('0, 1, 2, 3, 2, 0');
  expect(labels.replaceAll('n', '')).toBe(read);
  const [, loss] = /largest loss of a layer: (\S+)/.exec(said) ?? [];
  expect(Number(loss)).toBeLessThan(1e-5);
  expect(JSON.parse(readFileSync(join(folder, 'strokes/interp.json'), 'utf8'))).toEqual({
    bounds: [0, 1],
    labels: ['level', 'upright', 'falling', 'rising'],
  });
  const printed = blocks(textOf(pageOf('bring-your-pytorch-model')), 'sh')[1]
    .trim()
    .split('\n')
    .map((line) => runLine(line, folder));
  expect(printed[0]).toMatch(/^6 of 6 right$/m);
  expect(printed[0]).toMatch(/images\[0\] +level .* right$/m);
  expect(printed[1]).toContain('rising rather than falling');
  expect(existsSync(join(folder, 'rising.png'))).toBe(true);
  expect(printed[2]).toContain('lrp: yes');
}, 120_000);

test('the guide to ONNX models: logits agree, all six strokes are read right, and its lines work', () => {
  const said = runPage(pageOf('explain-my-onnx-model'), folder);
  const [, difference] = /largest difference of a logit: (\S+)/.exec(said) ?? [];
  expect(Number(difference)).toBeLessThan(1e-4);
  expect(/classes Int32Array\(6\) \[ (.*?) \]/.exec(said)?.[1]).toBe('0, 1, 2, 3, 2, 0');
  const [, loss] = /largest loss of a layer: (\S+)/.exec(said) ?? [];
  expect(Number(loss)).toBeLessThan(1e-5);
  const lines = ['explain-my-onnx-model', 'bring-your-pytorch-model'].flatMap((page) =>
    blocks(textOf(pageOf(page)), 'sh')
      .join('')
      .split('\n')
      .filter((line) => /^interp .*strokes\.onnx/.test(line)),
  );
  expect(lines).toHaveLength(5);
  const printed = lines.map((line) => runLine(line, folder));
  expect(printed[0]).toContain('lrp: yes');
  expect(printed[1]).toMatch(/^6 of 6 right$/m);
  expect(existsSync(join(folder, 'strokes-explained.png'))).toBe(true);
}, 120_000);

test('the guide to Keras models: probabilities agree, all six strokes are read right, and its lines work', () => {
  const page = pageOf('explain-my-keras-model');
  const said = runPage(page, folder);
  const [, difference] = /largest difference of a probability: (\S+)/.exec(said) ?? [];
  expect(Number(difference)).toBeLessThan(1e-5);
  expect(/^Int32Array\(6\) \[ (.*?) \] labels/m.exec(said)?.[1]).toBe('0, 1, 2, 3, 2, 0');
  const [, loss] = /largest loss of a layer: (\S+)/.exec(said) ?? [];
  expect(Number(loss)).toBeLessThan(1e-5);
  for (const file of [join(folder, 'strokes-keras.png'), join(root, 'docs/images/strokes-keras.png')])
    expect(existsSync(file)).toBe(true);
  const lines = blocks(textOf(page), 'sh')
    .join('')
    .split('\n')
    .filter((line) => line.startsWith('interp '));
  const printed = lines.map((line) => runLine(line, folder));
  expect(printed).toHaveLength(3);
  expect(printed[0]).toMatch(/^6 of 6 right$/m);
  expect(printed[1]).toContain('3 rather than 2');
  expect(printed[2]).toMatch(/^keras; takes[^]*lrp: yes/m);
  expect(textOf('docs/examples/strokes_keras.py')).toContain('.save("strokes.keras")');
}, 120_000);

test('the PyTorch that the guide shows is that of the example', () => {
  const script = textOf('docs/examples/strokes.py');
  const shown = blocks(textOf(pageOf('bring-your-pytorch-model')), 'python');
  expect(shown).toHaveLength(3);
  for (const line of shown.join('').split('\n')) expect(script).toContain(line);
});

test('the guide to detectors: the box is where the ring was drawn, nothing is lost, and the attack succeeds', () => {
  const said = runPage(pageOf('explain-a-detectors-box'), folder);
  expect(said).toContain('a ring in the cell');
  const [, ...corners] = /from \[ (\d+), (\d+) \] to \[ (\d+), (\d+) \]/.exec(said) ?? [];
  [4, 11, 20, 27].forEach((wanted, i) => expect(Math.abs(Number(corners[i]) - wanted)).toBeLessThanOrEqual(2));
  const losses = [...said.matchAll(/loss (\S+)/g)].map(([, loss]) => Number(loss));
  expect(losses).toHaveLength(2);
  expect(Math.max(...losses)).toBeLessThan(1e-5);
  expect(said).toContain('succeeded by a change of length 2.00');
  for (const place of [folder, join(root, 'docs/images')])
    expect(existsSync(join(place, 'detectors-box.png'))).toBe(true);
}, 120_000);
