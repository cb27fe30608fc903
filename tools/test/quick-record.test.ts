import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numbersOf, quickReport, recordFile, toleranceOf } from '../quick-record.mjs';
import { readJson, root } from '../lib/workspace.mjs';

type Numbers = Readonly<Record<string, Readonly<Record<string, number>>>>;

interface Entry {
  readonly number: string;
  readonly status: string;
  readonly error?: string;
}

interface Quick {
  readonly status: number | null;
  readonly stderr: string;
  readonly html: string;
  readonly report: { readonly figures: readonly Entry[]; readonly claims: readonly Entry[] };
}

let quick: Quick;

beforeAll(() => {
  quick = quickReport();
}, 600_000);

test('the quick reproduction draws every figure and decides every claim', () => {
  const { figures, claims } = quick.report;
  expect([...figures, ...claims].filter(({ status }) => status !== 'done')).toEqual([]);
  expect({ status: quick.status, stderr: quick.stderr }).toEqual({ status: 0, stderr: '' });
  expect(figures.length).toBeGreaterThanOrEqual(30);
  expect(claims).toHaveLength(12);
  expect(quick.html).not.toMatch(/(?:src|href)="https?:/);
});

test('its numbers are those of the record, within their tolerances', () => {
  const record = readJson(recordFile) as Numbers;
  const now = numbersOf(quick.report) as Numbers;
  expect(Object.keys(now)).toEqual(Object.keys(record));
  const off = Object.entries(record).flatMap(([figure, numbers]) =>
    Object.entries(numbers).flatMap(([name, was]) => {
      const is = now[figure][name] ?? NaN;
      const most = toleranceOf(figure) * Math.max(1, Math.abs(was));
      return Math.abs(is - was) <= most ? [] : [`${figure} ${name}: ${was} in the record, ${is} now`];
    }),
  );
  expect(off).toEqual([]);
});

test('stopped by Ctrl-C while threads are at work it keeps what is done, and goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-stopped-'));
  const interp = join(root, 'apps', 'cli', 'bin', 'interp.js');
  const args = [
    'reproduce',
    '--quick',
    '--digits',
    'drawn',
    '--only',
    '1.1,1.4,1.6,3.1,4.1,claim 4.1',
    '--out',
    folder,
  ];
  const run = (stop: boolean): Promise<{ code: number | null; err: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [interp, ...args, '--verbose'], { stdio: ['ignore', 'ignore', 'pipe'] });
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
        if (stop && !child.killed && / in \d/.test(text)) child.kill('SIGINT');
      });
      child.on('close', (code) => resolve({ code, err }));
    });
  try {
    const first = await run(true);
    expect(first.code).toBe(130);
    expect(first.err).toMatch(/interrupted: [1-5] of 6 figures are kept; the same command goes on\n$/);
    const kept = readdirSync(join(folder, 'records')).length;
    const second = await run(false);
    expect(second.code).toBe(0);
    expect(second.err.match(/was there already/g)).toHaveLength(kept);
    const { figures, claims } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
      figures: unknown[];
      claims: unknown[];
    };
    expect([figures.length, claims.length]).toEqual([5, 1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
