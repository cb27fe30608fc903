import { brief, duration, percent } from '@interp/report';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { interruption } from '../src/shell/terminal/interruption.js';
import { progress, progressBar, progressLines } from '../src/shell/terminal/progress.js';
import { table } from '../src/shell/terminal/table.js';
import { bytes } from '../src/commands/data/run.js';
import { json } from '../src/shell/deliver.js';
import { memory } from './run.js';

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('progress', () => {
  test('in lines, not more often than asked, none at the end', () => {
    const output = memory();
    const view = progressLines('work', 10, output, 0, 1000);
    for (let done = 1; done <= 10; done++) view.update(done, 'going');
    view.stop();
    expect(output.text).toMatch(/^work: 1 of 10, [\d.]+ s left, going\n$/);
  });

  test('of work without a known total', () => {
    const output = memory();
    progressLines('work', undefined, output, 0, 0).update(3);
    expect(output.text).toBe('work: 3\n');
  });

  test('of short work is not shown', () => {
    for (const isTTY of [true, false]) {
      const output = memory({ isTTY });
      const view = progress('work', 10, output);
      for (let done = 1; done <= 10; done++) view.update(done);
      view.stop();
      expect(output.text).toBe('');
    }
    progress('work', 10, undefined).update(1);
  });

  test('on a terminal is a bar with the time left, taken away at the end', async () => {
    const stream = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 100,
      cursorTo: () => true,
      clearLine: () => true,
      moveCursor: () => true,
    });
    const view = progressBar('work', 4, stream, 0);
    view.update(1);
    await wait(300);
    view.update(2, 'half');
    await wait(200);
    view.stop();
    view.stop();
    const text = (stream.read() as Buffer).toString();
    expect(text).toContain('work');
    expect(text).toContain('50 %');
    expect(text).toMatch(/s left · half/);
  });
});

describe('interruption', () => {
  const fake = () => {
    const codes: number[] = [];
    const exit = (code: number): never => {
      codes.push(code);
      throw new Error('exit');
    };
    return Object.assign(new EventEmitter(), { exit, codes });
  };

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('the first %s aborts, the second ends', (signal) => {
    const process = fake();
    const { signal: abort } = interruption(process);
    process.emit(signal);
    expect(abort.aborted).toBe(true);
    expect(process.codes).toEqual([]);
    // eslint-disable-next-line no-restricted-syntax -- how a process that is not one ends
    expect(() => process.emit(signal)).toThrow('exit');
    expect(process.codes).toEqual([130]);
  });

  test('nothing is listened to afterwards', () => {
    const process = fake();
    interruption(process).done();
    expect(process.eventNames()).toEqual([]);
  });
});

test('text for people', () => {
  expect([0.04, 9.96, 12.4, 185].map(duration)).toEqual(['0.0 s', '10.0 s', '12 s', '3 min 05 s']);
  expect(percent(0.98765)).toBe('98.77 %');
  expect([12, 4542, 47_040_016].map(bytes)).toEqual(['12 B', '4.5 kB', '47.0 MB']);
  expect([0.123456, 1e-9, 12].map(brief)).toEqual(['0.1235', '1e-9', '12']);
  expect(
    table([
      ['a', '1'],
      ['long', '100'],
    ]),
  ).toBe('a       1\nlong  100');
});

test('JSON says all of a float32 and no more', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => Math.fround(Math.tan(i) * 10 ** ((i % 20) - 10)));
  const text = json(Array.from(values));
  expect(Float32Array.from(JSON.parse(text) as number[])).toEqual(values);
  expect(text.length).toBeLessThan(17 * 1000);
  expect(json({ n: 3, x: 0.1 + 0.2 })).toBe('{"n":3,"x":0.3}');
});
