import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { root } from '../lib/workspace.mjs';
import { faults } from '../measure/gradients/compare.mjs';
import { layerCases } from '../measure/gradients/layer-cases.mjs';
import { page } from '../measure/gradients/page.mjs';

test('every class of layers and every operation has the gradient that differences in double precision give, or is refused', async () => {
  const hook = pathToFileURL(join(root, 'tools/lib/typescript.mjs')).href;
  const script = join(root, 'tools/measure/gradients/rows.mjs');
  // A process of its own: kernels in plain JavaScript are several times slower within Jest.
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=@interp/source',
    '--import',
    hook,
    script,
  ]);
  expect(JSON.parse(stdout)).toEqual({ backends: ['cpu', 'wasm'], faults: [] });
});

test('every class of layers that can be built is in the sweep, but for those without a gradient', async () => {
  const { layers } = await import('@tensorflow/tfjs-layers');
  const without = [
    'input',
    'inputLayer',
    'embedding',
    'categoryEncoding',
    'randomWidth',
    'resizing',
    'Layer',
    'RNN',
    'RNNCell',
  ];
  const spelled = (name: string): string => name.toLowerCase();
  const swept = layerCases.map(({ group, build }) => `${group} ${build.toString()}`).join(' ');
  const known = new Set(layerCases.map(({ group }) => spelled(group)));
  const alias = /^(avg|max|global).*pool(ing)?\dd$|cell$|s$/i;
  const missing = Object.keys(layers).filter(
    (name) => !without.includes(name) && !known.has(spelled(name)) && !alias.test(name) && !swept.includes(name),
  );
  expect(missing).toEqual([]);
});

test('what is beyond the tolerance, throws or is not refused is said, and the page shows it', () => {
  const given: Parameters<typeof faults>[0] = [
    { group: 'A', name: 'near', backends: { cpu: { tape: 1e-6, walk: 1e-7, own: 'Error: none' } } },
    { group: 'A', name: 'far', backends: { cpu: { tape: 0.5, own: 0.5 } } },
    { group: 'b', name: 'raw', backends: { cpu: { tape: 'TypeError: x', own: 1e-7 } } },
    { group: 'b', name: 'not refused', refused: 'there is no gradient', backends: { cpu: { tape: 1e-7, own: 1e-7 } } },
    { group: 'b', name: 'elsewhere', cannot: { cpu: 'has no kernel' }, backends: { cpu: { tape: 1, own: 1 } } },
  ];
  expect(faults(given)).toEqual([
    'A: far, tape on cpu: 0.5',
    'b: raw, tape on cpu: TypeError: x',
    'b: not refused, tape on cpu: 1e-7',
  ]);
  const text = page({ date: '2026-11-29', versions: {}, rows: [...given] }, (group: string) => group === 'A');
  expect(text).toContain('1.0e-6 / 1.0e-7');
  expect(text).toContain('- b, elsewhere: TensorFlow.js on cpu has no kernel.');
});
