import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { failureOf, streamExit } from '../src/shell/terminal/streams.js';
import { exitAfter } from '../src/shell/exit.js';
import { memory, newFolder, run } from './run.js';

const folder = newFolder();
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs the program in a process of its own, as the words of a shell that stand around it say; `$I` is the program. */
const shell = (script: string, cwd = folder.path): { status: number | null; out: string; err: string } => {
  const I = [
    process.execPath,
    '--conditions=@interp/source',
    '--import',
    new URL('../../../tools/lib/typescript.mjs', import.meta.url).href,
    at('../src/main.ts'),
  ];
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd,
    env: { ...process.env, I: I.join(' ') },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, out: stdout, err: stderr };
};

test.each(['--help', '--version'])('%s is answered without TensorFlow.js, which takes longer to load', (option) => {
  const hooks = `export const resolve = (specifier, context, next) => {
    if (specifier.startsWith('@tensorflow/')) throw new Error(context.parentURL + ' loads ' + specifier);
    return next(specifier, context);
  };`;
  writeFileSync(folder.at('refuse.mjs'), hooks);
  writeFileSync(
    folder.at('register.mjs'),
    "import { register } from 'node:module'; register('./refuse.mjs', import.meta.url);",
  );
  const { status, out, err } = shell(`NODE_OPTIONS='--import ./register.mjs' $I ${option}`);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).not.toBe('');
});

/** A stream whose writes are done at once, or fail. */
const stream = (code?: string) =>
  Object.assign(new EventEmitter(), {
    write(this: EventEmitter, _text: string, written: () => void) {
      if (code !== undefined) process.nextTick(() => this.emit('error', Object.assign(new Error(code), { code })));
      written();
    },
  });

describe('standard output', () => {
  test.each([
    ['ENOSPC', 0, 1],
    ['EIO', 130, 130],
    ['EPIPE', 0, 0],
    [undefined, 0, 0],
  ])('that fails with %s after exit code %s ends with %s', async (code, before, after) => {
    const stderr = memory();
    expect(streamExit(before, await failureOf(stream(code))(), stderr)).toBe(after);
    const said =
      code === undefined || code === 'EPIPE' ? '' : `interp: standard output cannot be written to (${code});`;
    expect(stderr.text.startsWith(said)).toBe(true);
    expect(stderr.text.split('\n')).toHaveLength(said === '' ? 1 : 2);
  });

  test('that is full is one line and exit code 1; files are written all the same', () => {
    const { status, err } = shell('$I classify sample:3 --save x.safetensors > /dev/full');
    expect([status, err]).toEqual([
      1,
      'interp: standard output cannot be written to (ENOSPC); expected a place with room\n',
    ]);
    expect(existsSync(folder.at('x.safetensors'))).toBe(true);
  });
});

test('messages that nobody reads do not end the work', () => {
  const { status, out } = shell('$I classify sample:3 --verbose 2> >(exec true)');
  expect([status, out]).toEqual([0, 'sample:3  3  100.00 %  right\n']);
});

test.each(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOSPC', 'EAGAIN'])(
  'what the system is out of is said in one line: %s',
  (code) => {
    const { exitCode, line } = exitAfter(Object.assign(new Error(`${code}: anything, open '/x'`), { code }));
    expect(exitCode).toBe(1);
    expect(line).toMatch(new RegExp(`^[a-z][^\\n]*\\(${code}\\); `));
  },
);

test.each(['ERR_ACCESS_DENIED', 'ERR_DLOPEN_DISABLED'])('what Node.js may not do is said in one line: %s', (code) => {
  const { exitCode, line } = exitAfter(Object.assign(new Error('restricted'), { code }));
  expect(exitCode).toBe(1);
  expect(line).toMatch(/Node\.js was started .*; see --/);
});

test.each([
  ['classify', 'sample:3', '--out', ''],
  ['classify', 'sample:3', '--save', ''],
  ['classify', 'sample:3', '--csv', ''],
  ['train', 'lenet', '--out', ''],
  ['reproduce', '--out', ''],
  ['figure', '1.1', '--out', ''],
  ['model', 'lenet', '--out', ''],
])('an empty path is wrong usage: %s %s %s', async (...args) => {
  expect(await run(args)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^interp: [^\n]*is (?:empty|"");[^\n]*\n$/) as string,
  });
});

test.each(['HUP', 'TERM', 'INT'])('SIG%s ends the wait for an input that stays silent', (signal) => {
  // Opening the other end of the pipe waits until the program reads: only then is there anything to end.
  const { status, out, err } = shell(
    `rm -f silent.png; mkfifo silent.png; $I classify silent.png & exec 3> silent.png; kill -${signal} $!; wait $!`,
  );
  expect([status, out, err]).toEqual([130, '', 'interp: interrupted while an input was read\n']);
});

const silent = (name: string): string => {
  if (!existsSync(folder.at(name))) spawnSync('mkfifo', [folder.at(name)]);
  return folder.at(name);
};
const onnx = at('../../../docs/examples/strokes.onnx');

test.each([
  ['a model', ['model', silent('model.onnx')]],
  ['a model that is drawn', ['figure', silent('model.keras'), '--out', folder.at('drawn.svg')]],
  ['a model that classifies', ['classify', 'sample:3', '--model', silent('lenet.safetensors')]],
  ['names of classes', ['classify', 'sample:3', '--model', onnx, '--labels', silent('names.txt')]],
  ['an RBM', ['rbm', 'sample', '--model', silent('rbm.safetensors')]],
  ['an expert', ['prototype', '--method', 'expert', '--expert', silent('expert.safetensors')]],
  ['a drawn RBM', ['figure', '2.1', '--expert', silent('machine.safetensors'), '--out', folder.at('rbm.svg')]],
  ['a history', ['gan', 'history', folder.path]],
])('an interruption ends the wait for %s that stays silent', async (_what, args) => {
  silent('history.safetensors');
  const path = args.find((arg) => statSync(arg, { throwIfNoEntry: false })?.isFIFO()) ?? silent('history.safetensors');
  const controller = new AbortController();
  const running = run(args, { signal: controller.signal });
  // The other end opens when the program reads: only then is there anything to end.
  await (await open(path, 'w')).close();
  controller.abort();
  const err = expect.stringMatching(/^interp: interrupted [^\n]*\n$/) as string;
  expect(await running).toEqual({ code: 130, out: '', err });
});

test('a working directory that is gone', async () => {
  const [before, gone] = [process.cwd(), folder.at('gone')];
  mkdirSync(gone);
  process.chdir(gone);
  rmdirSync(gone);
  try {
    expect(await run(['classify', 'sample:3'])).toMatchObject({ code: 0, err: '' });
    for (const where of [
      ['--out', 'x.svg'],
      ['--out', 'x'],
      ['--save', 'x.safetensors'],
    ])
      expect(await run(['classify', 'sample:3', ...where])).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/^interp: \S+ cannot be written to \(ENOENT\); [^\n]*\n$/) as string,
      });
  } finally {
    process.chdir(before);
  }
});
