import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';

const deploy = fileURLToPath(new URL('../../deploy', import.meta.url));
const read = (...path: readonly string[]): string => readFileSync(join(deploy, ...path), 'utf8');
type Plain = Readonly<Record<string, unknown>>;

/** A value by its path, as `workers.most`. */
const valueAt = (values: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Plain | undefined)?.[name], values);

/** What Helm makes of a template of ours, which only fills values in: the chart uses nothing else of its language. */
const rendered = (template: string, values: Plain): string =>
  template
    .replace(/\s*\{\{- toYaml \.(\S+) \| nindent (\d+) \}\}/g, (_, name: string, spaces: string) => {
      const lines = stringify(valueAt({ Values: values }, name))
        .trimEnd()
        .split('\n');
      return lines.map((line) => `\n${' '.repeat(Number(spaces))}${line}`).join('');
    })
    .replace(/\{\{ (\S+?)( \| quote)? \}\}/g, (_, name: string, quote?: string) => {
      const value = name === '.Release.Name' ? 'first' : valueAt({ Values: values }, name.slice(1));
      if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${name} has no value`);
      return quote ? JSON.stringify(`${value}`) : `${value}`;
    });

test('the chart is whole: each value that it names is there, and what comes of it belongs together', () => {
  const values = parse(read('chart', 'values.yaml')) as Plain;
  expect(parse(read('chart', 'Chart.yaml'))).toMatchObject({
    apiVersion: 'v2',
    name: 'interp-batch',
    type: 'application',
  });
  const made = readdirSync(join(deploy, 'chart', 'templates')).map((file) => {
    const text = rendered(read('chart', 'templates', file), values);
    expect(text).not.toMatch(/\{\{|\}\}/);
    return parse(text) as { readonly kind: string; readonly metadata: { readonly name: string }; readonly spec: Plain };
  });
  const [deployment, scaled, authentication] = ['Deployment', 'ScaledObject', 'TriggerAuthentication'].map((kind) =>
    made.find((one) => one.kind === kind)!,
  );
  expect(valueAt(scaled.spec, 'scaleTargetRef.name')).toBe(deployment.metadata.name);
  const triggers = scaled.spec['triggers'] as readonly Plain[];
  for (const trigger of triggers) expect(valueAt(trigger, 'authenticationRef.name')).toBe(authentication.metadata.name);
  // Where BullMQ keeps what waits and what is at work, of the queue of a job as @interp/bullmq calls it.
  expect(triggers.map((trigger) => valueAt(trigger, 'metadata.listName'))).toEqual(
    ['wait', 'active'].map((list) => `interp:batch-0123456789abcdef:${list}`),
  );
  expect(valueAt(deployment.spec, 'selector.matchLabels')).toEqual({ 'app.kubernetes.io/instance': 'first' });
  const [worker] = valueAt(deployment.spec, 'template.spec.containers') as readonly Plain[];
  expect(worker['args']).toEqual([
    'batch',
    'work',
    '--engine',
    'bullmq',
    '--job',
    's3://my-bucket/job',
    '--concurrency',
    '1',
  ]);
});

const helm = process.env['HELM'] ?? 'helm';
const hasHelm = spawnSync(helm, ['version']).status === 0;
(hasHelm ? test : test.skip)('helm lints the chart and makes of it what is expected above (needs helm)', () => {
  const chart = join(deploy, 'chart');
  const lint = spawnSync(helm, ['lint', '--strict', chart], { encoding: 'utf8' });
  expect([lint.status, lint.stdout]).toEqual([0, expect.stringMatching(/0 chart\(s\) failed/)]);
  const made = spawnSync(helm, ['template', 'first', chart], { encoding: 'utf8' });
  expect(made.status).toBe(0);
  const values = parse(read('chart', 'values.yaml')) as Plain;
  const ours = readdirSync(join(deploy, 'chart', 'templates')).map(
    (file) => parse(rendered(read('chart', 'templates', file), values)) as Plain,
  );
  const theirs = parseAllDocuments(made.stdout).map((one) => one.toJS() as Plain);
  const kindOf = (one: Plain) => one['kind'] as string;
  const sorted = (all: readonly Plain[]) => [...all].sort((a, b) => kindOf(a).localeCompare(kindOf(b)));
  expect(sorted(theirs)).toEqual(sorted(ours));
});

test('the compose file starts a queue that keeps what it has and asks for a password, which no worker has on its command line', () => {
  const text = read('compose.yaml');
  const { services } = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, Plain>> };
  const { queue, worker, submit } = services;
  const started = (queue['command'] as readonly string[]).join('\n');
  expect(started).toMatch(/^sh\n-c\nexec docker-entrypoint\.sh valkey-server - --appendonly yes/);
  expect(started).toMatch('<<END\nrequirepass $$REDISCLI_AUTH\nEND\n');
  expect(`${started} ${JSON.stringify(queue['healthcheck'])}`).not.toMatch(/REDIS_PASSWORD/);
  expect(valueAt(worker, 'environment.AWS_ENDPOINT_URL')).toBeNull();
  expect(worker['command']).toEqual(['batch', 'work', '--job', '${JOB:-/job/first}', '--engine', 'bullmq']);
  expect([worker['stop_grace_period'], worker['read_only'], worker['cap_drop']]).toEqual(['2m', true, ['ALL']]);
  expect(valueAt(submit, 'environment.INTERP_REDIS')).toBe('redis://:${REDIS_PASSWORD:?a password in .env}@queue:6379');
  expect(queue['ports']).toBeUndefined();
});
