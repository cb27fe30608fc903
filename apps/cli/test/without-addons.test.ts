import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { newFolder } from './run.js';

const folder = newFolder();
const program = fileURLToPath(new URL('../bin/interp.js', import.meta.url));

/** What the program says on a Node.js that loads no addons, as that of Node's permission model: a command that draws nothing needs none. */
const said = (line: string) => {
  const given = ['--no-addons', '--no-warnings', program, ...line.split(' ')];
  const { status, stderr } = spawnSync(process.execPath, given, {
    cwd: folder.path,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, refusals: stderr.split('\n').filter((text) => text.startsWith('interp: ')) };
};

test.each([
  'classify sample:3 --verbose',
  'explain sample:3 --verbose --save map.safetensors',
  'attack sample:3 --verbose --csv attack.csv',
  'prototype --class 1 --steps 2 --verbose',
  'sevenseg --verbose --json',
  'gan sample --verbose --json',
  'model lenet --verbose',
])('%s works where no addons are loaded', (line) => {
  expect(said(line)).toEqual({ status: 0, refusals: [] });
});

test('a picture is refused in one line', () => {
  expect(said('explain sample:3 --out map.png')).toEqual({
    status: 1,
    refusals: [expect.stringMatching(/loads no addons.*--allow-addons/)],
  });
});
