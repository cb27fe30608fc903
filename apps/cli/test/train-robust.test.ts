import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, newFolder, run } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
tinyMnist(folder.at('mnist'));
const data = ['--data', folder.at('mnist')];
const train = ['train', 'lenet', ...data, '--epochs', '3', '--batch', '16', '--checkpoint-every', '2', '--seed', '4'];

interface Report {
  readonly history: readonly {
    readonly loss: number;
    readonly clean: { readonly loss: number };
    readonly adversarial: { readonly loss: number };
  }[];
  readonly ended: string;
}

const weights = (out: string): Buffer => {
  const { weightsManifest } = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8')) as {
    weightsManifest: [{ paths: [string] }];
  };
  return readFileSync(join(out, weightsManifest[0].paths[0]));
};

const ways: readonly (readonly [string, readonly string[]])[] = [
  ['fgsm', ['--epsilon', '0.3', '--ramp', '1']],
  ['pgd', ['--attack-steps', '3', '--validation', '0.2']],
  ['trades', ['--attack-steps', '2', '--trades-beta', '3', '--ramp', '0']],
];

describe.each(ways)('train lenet --adversarial %s', (method, more) => {
  const args = [...train, '--adversarial', method, ...more];
  const whole = folder.at(`${method}-whole`);

  test('tells the loss of the images from that of the examples', async () => {
    const { code, out, err } = await run([...args, '--out', whole, '--json']);
    expect(code).toBe(0);
    expect(err.match(/^epoch \d of 3: clean loss \d+\.\d+, [\d.]+ % right, adversarial loss /gm)).toHaveLength(3);
    const { history } = JSON.parse(out) as Report;
    for (const { loss, clean, adversarial } of history) {
      expect(clean.loss).toBeGreaterThan(0);
      if (method !== 'trades') expect(adversarial.loss).toBeCloseTo(loss, 5);
    }
    expect(readFileSync(join(whole, 'training.png')).length).toBeGreaterThan(1000);
  });

  test('interrupted and resumed: the very weights', async () => {
    const out = folder.at(`${method}-interrupted`);
    const stop = new AbortController();
    const stderr = {
      write: (text: string) => {
        if (text.startsWith('epoch 1')) stop.abort();
      },
    };
    const first = await run([...args, '--out', out, '--json'], { signal: stop.signal, stderr });
    expect(first.code).toBe(130);
    expect((JSON.parse(first.out) as Report).ended).toBe('stopped');
    const other = await run([...args, '--out', out, '--resume', '--epsilon', '0.1']);
    expect(other).toMatchObject({ code: 2 });
    expect(other.err).toMatch(/: --epsilon 0\.\d+ → 0\.1; resume [^\n]*\n$/);
    expect((await run([...args, '--out', out, '--resume'])).code).toBe(0);
    expect(weights(out).equals(weights(whole))).toBe(true);
  });
});

test.each([
  [['--epsilon', '0.3'], '--epsilon is for --adversarial'],
  [['--ramp', '1'], '--ramp is for --adversarial'],
  [['--adversarial', 'fgsm', '--attack-steps', '3'], '--attack-steps is for --adversarial pgd'],
  [['--adversarial', 'pgd', '--trades-beta', '3'], '--trades-beta is for --adversarial trades'],
  [['--adversarial', 'pgd', '--epsilon', '0'], '--epsilon is "0"; expected a number above 0'],
  [['--adversarial', 'trades', '--loss', 'mean-squared-error'], 'trades training brings its own'],
  [['--adversarial', 'free'], 'pgd'],
])('train lenet %j is wrong usage', async (options, message) => {
  const { code, out, err } = await run([...train, ...options, '--out', folder.at('never')]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(err).toMatch(/^interp: [^\n]+\n$/);
});

interface Attacked {
  readonly accuracy: number;
  readonly robustness: {
    readonly epsilon: number;
    readonly models: readonly {
      readonly model: string;
      readonly n: number;
      readonly clean: number;
      readonly attacks: Readonly<Record<string, { readonly accuracy: number; readonly rhoL2: number | null }>>;
    }[];
  };
}

describe('evaluate --robust', () => {
  test('one network, and another beside it', async () => {
    const { accuracy, robustness } = await json<Attacked>(
      'evaluate',
      ...data,
      '--robust',
      '--epsilon',
      '0.3',
      '--against',
      'lenet-relu',
    );
    expect(robustness.epsilon).toBe(0.3);
    expect(robustness.models.map(({ model, n }) => [model, n])).toEqual([
      ['lenet-relu', 30],
      ['lenet', 30],
    ]);
    const [, { clean, attacks }] = robustness.models;
    expect(clean).toBeCloseTo(accuracy, 8);
    expect(Object.keys(attacks)).toEqual(['fgsm', 'pgd-40', 'deepfool']);
    expect(attacks['pgd-40'].accuracy).toBeLessThanOrEqual(attacks['fgsm'].accuracy);
    expect(attacks['deepfool'].rhoL2).toBeGreaterThan(0);
  });

  test('as a table', async () => {
    const { code, out } = await run(['evaluate', ...data, '--robust', '--limit', '4']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /under attack, ε = 0\.6 \(0\.3 of pixels on \[0, 1\]\), 4 images:\n +clean +FGSM +PGD-40 +DeepFool ρ\nlenet /,
    );
  });

  test.each([
    [['--epsilon', '0.3'], '--epsilon is for --robust'],
    [['--against', 'lenet'], '--against is for --robust'],
    [['--robust', '--epsilon', '-1'], '--epsilon is "-1"'],
    [['--robust', '--against', 'nobody'], '"nobody"'],
  ])('%j is wrong usage', async (options, message) => {
    const { code, err } = await run(['evaluate', ...data, ...options]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
