import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataOf, jobsOfSuite } from '@interp/testing/batch-jobs';

const { folder, done } = jobsOfSuite();
const python = process.env['PYTHON'] ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import numpy, pyarrow, safetensors']).status === 0;

/** The programs of the guide, which belong together. */
const guide = readFileSync(new URL('../../../docs/guides/batches.md', import.meta.url), 'utf8');
const programs = [...guide.matchAll(/```python\n([\s\S]*?)```/g)].map(([, program]) => program);

/** Compares what they read with each other, and says what it is. */
const comparison = `
tables = pq.read_table("maps.parquet")
shards = [chunk["shard"]["file"] for page in json.loads((job / "manifest.json").read_text())["pages"] for chunk in json.loads((job / page["file"]).read_text())]
for file in shards:
    one, other = load_file(job / file), load(job / file)
    assert one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)
by_table = np.stack(tables["relevance"].to_numpy())
assert np.array_equal(by_table.ravel(), np.concatenate([load(job / file)["relevance"].ravel() for file in shards]))
print(json.dumps({"inputs": tables["input"].to_pylist(), "scores": tables["score"].to_pylist(), "relevance": by_table.ravel().tolist()}))
`;

(hasPython ? test : test.skip)(
  'the programs of the guide read in Python what is collected here (needs python3 with numpy, pyarrow and safetensors)',
  async () => {
    expect(programs).toHaveLength(3);
    const place = join(folder, 'job');
    const found = await done({ task: 'explain', inputs: ['drawn:test/0-6'], chunk: 3 }, place);
    const program = [...programs, comparison].join('\n');
    const { status, stdout, stderr } = spawnSync(python, ['-c', program], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^0 \(3, 28, 28, 1\) drawn:test\/0 /);
    const read = JSON.parse(lines.at(-1)!) as Readonly<Record<string, readonly unknown[]>>;
    expect(read['inputs']).toEqual(found.inputs);
    expect(read['scores']).toEqual(found.results.map(({ score }) => score));
    expect(read['relevance']).toEqual(dataOf(found, 'relevance'));
  },
);
