import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { newFolder } from './run.js';

const folder = newFolder();
const compiled = pathToFileURL(fileURLToPath(new URL('../bin/compiled.js', import.meta.url))).href;

/** Scripts as the bundle has them: the first requires the second, which imports from outside; both are long enough to be kept. */
const scripts = (): string => {
  const place = folder.at(`bundle-${Math.random()}`);
  mkdirSync(place);
  const long = `/* ${'-'.repeat(5000)} */`;
  writeFileSync(join(place, 'main.cjs'), `${long} require('./part-abc.cjs').answer().then(console.log);`);
  writeFileSync(
    join(place, 'part-abc.cjs'),
    `${long} let path = require('node:path'); exports.answer = async () => path.basename((await importOutside('node:os')).EOL === '' ? '' : __filename);`,
  );
  return join(place, 'main.cjs');
};

/** What a process prints that runs a script, given where compiled code is kept. */
const printed = (main: string, cache: string | undefined): string => {
  const code = `import { runCompiled } from ${JSON.stringify(compiled)}; runCompiled(${JSON.stringify(main)}, ${JSON.stringify(cache)});`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code]);
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
  return String(stdout);
};

const filesIn = (cache: string): string[] => {
  const [engine] = readdirSync(cache);
  return readdirSync(join(cache, engine))
    .sort()
    .map((file) => join(cache, engine, file));
};

test('what is compiled is kept for the next run, in a folder of the user alone, and taken by it', () => {
  const [main, cache] = [scripts(), folder.at('cache')];
  expect(printed(main, cache)).toBe('part-abc.cjs\n');
  const files = filesIn(cache);
  expect(files.map((file) => file.replace(/.*\/|-\d+$/g, ''))).toEqual(['main.cjs', 'part-abc.cjs']);
  expect(statSync(join(files[0], '..')).mode & 0o077).toBe(0);
  const times = files.map((file) => statSync(file).mtimeMs);
  expect(printed(main, cache)).toBe('part-abc.cjs\n');
  // Taken: what is refused is written again.
  expect(filesIn(cache).map((file) => statSync(file).mtimeMs)).toEqual(times);
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['empty', () => Buffer.alloc(0)],
  ['changed', (bytes: Buffer) => Buffer.from(bytes).fill(255, bytes.length - 100)],
])('compiled code that is %s is compiled again', (_, damage) => {
  const [main, cache] = [scripts(), folder.at(`damaged-${Math.random()}`)];
  printed(main, cache);
  const whole = filesIn(cache).map((file) => readFileSync(file).length);
  for (const file of filesIn(cache)) writeFileSync(file, damage(readFileSync(file)));
  expect(printed(main, cache)).toBe('part-abc.cjs\n');
  for (const [i, file] of filesIn(cache).entries())
    expect(Math.abs(readFileSync(file).length - whole[i])).toBeLessThan(1000);
  expect(printed(main, cache)).toBe('part-abc.cjs\n');
});

test('a script that changed and kept its length runs as it is now, and what is old goes', () => {
  const [main, cache] = [scripts(), folder.at('changed')];
  printed(main, cache);
  for (const file of filesIn(cache)) utimesSync(file, 1e9, 1e9);
  const long = `/* ${'-'.repeat(5000)} */`;
  const say = (word: string): void => writeFileSync(main, `${long} console.log('${word}');`);
  say('one');
  expect(printed(main, cache)).toBe('one\n');
  say('two');
  expect(printed(main, cache)).toBe('two\n');
  expect(filesIn(cache).map((file) => file.replace(/.*\/|-\d+$/g, ''))).toEqual(['main.cjs', 'main.cjs']);
});

test('it runs where nothing can be kept, and where nothing is to be', () => {
  const main = scripts();
  const place = folder.at('a-file');
  writeFileSync(place, '');
  expect(printed(main, join(place, 'cache'))).toBe('part-abc.cjs\n');
  const closed = folder.at('closed');
  mkdirSync(closed);
  chmodSync(closed, 0o500);
  expect(printed(main, join(closed, 'cache'))).toBe('part-abc.cjs\n');
  chmodSync(closed, 0o700);
  expect(printed(main, undefined)).toBe('part-abc.cjs\n');
  expect(existsSync(join(main, '../v8'))).toBe(false);
});

test('a script that throws is not taken for one that ran', () => {
  const main = scripts();
  writeFileSync(
    main,
    `try { require('./bad-x.cjs'); } catch (error) { try { console.log(require('./bad-x.cjs')); } catch ({ message }) { console.log(message); } }`,
  );
  writeFileSync(join(main, '../bad-x.cjs'), `exports.half = 1; throw new Error('not whole');`);
  expect(printed(main, undefined)).toBe('not whole\n');
});
