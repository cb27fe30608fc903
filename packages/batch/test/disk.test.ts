import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { batchStatus, submitBatch, workOnBatch } from '@interp/batch';
import { refused } from '@interp/testing/refusal';

const folder = mkdtempSync(join(tmpdir(), 'interp-disk-'));
const small = join(folder, 'small');
mkdirSync(small);
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', [small]);
  rmSync(folder, { recursive: true, force: true });
});
beforeAll(() => startBackend('wasm'));

// Only root may mount.
(isMounted ? test : test.skip)(
  'a worker without disk ends with a sentence, its chunk is not blamed, and another goes on (needs root)',
  async () => {
    const place = join(small, 'job');
    await submitBatch({ task: 'classify', inputs: ['drawn:test/0-29'], chunk: 10, backend: 'wasm' }, place);
    const filler = join(small, 'filler');
    const free = Number(spawnSync('df', ['--output=avail', '-B1', small]).stdout.toString().split('\n')[1]);
    writeFileSync(filler, new Uint8Array(Math.max(0, free - 24_576)));
    const work = () => workOnBatch(place, { processes: 0, untilDone: true });
    const { code, message } = await refused(work);
    expect([code, message]).toEqual(['not-writable', expect.stringMatching(/more room on its disk/)]);
    expect(existsSync(join(place, 'attempts'))).toBe(false);
    rmSync(filler);
    expect(await work()).toMatchObject({ isComplete: true, failed: 0 });
    expect(await batchStatus(place)).toMatchObject({ done: 3, failed: 0, closed: true });
  },
);
