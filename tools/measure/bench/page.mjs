import { markdownTable } from '../../lib/markdown-table.mjs';

const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const time = (one) => (one ? `${digits(one.time)} (${digits(one.low)}–${digits(one.high)})` : '–');
const threadsOf = (times) => [...new Set(times.map(({ threads }) => threads))].sort((a, b) => a - b);
const kindsOf = (times) =>
  [...new Map(times.map((one) => [`${one.name} ${one.threads}`, one])).values()].sort(
    (a, b) => a.name.localeCompare(b.name) || a.threads - b.threads,
  );
const called = { native: 'native', wasm: 'WebAssembly', plain: 'WebAssembly without our kernels' };
const counted = (n) => (n === 1 ? 'one thread' : `${n} threads`);
const duration = (milliseconds) => `${milliseconds / 1000} s`;

const ratioOf = (ratio) => {
  if (ratio === undefined) return '–';
  return ratio < 0.01 ? `1 / ${Math.round(1 / ratio).toLocaleString('en')}` : ratio.toFixed(2);
};

const limitOf = ({ atMost, under, threads, alike }) => {
  const limit = under === undefined ? `≤ ${atMost}` : `< ${duration(under)}`;
  if (alike !== undefined) return `${limit} on ${counted(alike)} each`;
  return threads === undefined ? limit : `${limit} on ${counted(threads)}`;
};

/** The lines of a benchmark: one for each limit, and one for each peer that has none. */
const linesOf = ({ verdicts, peers, ours }) => {
  const named = new Set(verdicts.map(({ than }) => than));
  const others = [...new Set(peers.map(({ name }) => name))].filter((name) => !named.has(name));
  const fastest = (times) => Math.min(...times.map(({ time: milliseconds }) => milliseconds));
  const free = others.map((than) => ({
    than,
    ratio: fastest(ours) / fastest(peers.filter(({ name }) => name === than)),
  }));
  const lines = [...verdicts, ...free];
  return lines.length > 0 ? lines : [{}];
};

const clocks = {
  wall: 'Medians',
  processor: 'The machine had other work, so these are milliseconds of processor time, one thread each. The least',
  both: 'Of rows by the clock medians; of those by the processor, measured while the machine had other work, milliseconds of processor time, one thread each: the least',
};

/**
 * docs/benchmarks.md.
 *
 * @param {object} record - as in docs/benchmarks.json
 * @returns {string} Markdown
 */
export function page({ machine, images, rounds, rows, clock: last = 'wall' }) {
  const used = new Set(rows.map(({ clock }) => clock ?? last));
  const clock = used.size > 1 ? 'both' : [...used][0];
  const taken = rows.flatMap(({ ours }) => ours.map(({ samples }) => samples?.length ?? rounds));
  const [fewest, most] = [Math.min(...taken), Math.max(...taken)];
  const mine = kindsOf(rows.flatMap(({ ours }) => ours));
  const theirs = threadsOf(rows.flatMap(({ peers }) => peers));
  const header = [
    'work',
    ...mine.map(({ name, threads }) => `${called[name]}, ${counted(threads)}, ms`),
    'of the peak',
    'peer',
    ...theirs.map((n) => `${counted(n)}, ms`),
    'ratio',
    'limit',
    '',
    ...(clock === 'both' ? ['by'] : []),
  ];
  const body = rows.flatMap((row) =>
    linesOf(row).map((line) => [
      row.title,
      ...mine.map((kind) => time(row.ours.find((one) => one.name === kind.name && one.threads === kind.threads))),
      row.share === undefined ? '–' : `${(100 * row.share).toFixed(0)} %`,
      line.published ? `${line.than}: ${duration(line.published)}` : (line.than ?? '–'),
      ...theirs.map((n) => time(row.peers.find(({ name, threads }) => name === line.than && threads === n))),
      ratioOf(line.ratio),
      line.atMost === undefined && line.under === undefined ? '–' : limitOf(line),
      line.held === undefined ? '–' : line.held ? 'held' : 'missed',
      ...(clock === 'both' ? [(row.clock ?? last) === 'wall' ? 'clock' : 'processor'] : []),
    ]),
  );
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `# Benchmarks

Times of the packages, with kernels in machine code (\`@interp/native\`) and in WebAssembly, and of the best tools elsewhere, the peers, for the same work: the same weights,
images and parameters. Results are compared before anything is timed; ours and theirs run alternately, each in its own process. ${clocks[clock]} of ${fewest === most ? most : `${fewest} to ${most}`} samples, with the
lowest and the highest in brackets; _ratio_ is our time divided by the peer's, each with the kernels and the number of threads that suit it better. \`@tensorflow/tfjs-node\` chooses its threads itself. _Of the peak_ is how much of what the innermost loop of our
matrix product does in a second, measured in the same run, the products and convolutions of a row do on one thread, counted kernel by kernel as it runs; zeros that are skipped count.

${markdownTable(header, body)}

Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memory}, ${machine.system}; load ${machine.load} at the end. Images: ${images}. Versions: ${versions.join(', ')}.

## Measure it yourself

\`\`\`sh
python3 -m venv ~/interp-peers
~/interp-peers/bin/pip install -r tools/measure/bench/peers/requirements.txt
~/interp-peers/bin/pip install --no-deps -r tools/measure/bench/peers/requirements-alone.txt
npm install --ignore-scripts --prefix ~/interp-onnxruntime onnxruntime-node
npm run bench -- --peers --python ~/interp-peers/bin/python --onnxruntime ~/interp-onnxruntime --tfjs-node FOLDER
\`\`\`

Without \`--peers\` no Python is needed. \`--processor-time\` measures one thread's processor time instead of the clock, for machines that have other work. FOLDER is one with \`@tensorflow/tfjs-node\` in its \`node_modules\`; without it those rows are left out. \`--only lenet-epoch\` measures
one row, \`--threads 1,2\`, which is the default by the clock, sets the threads that ours run on, \`--quick\` only checks that the benchmarks run and that their results agree. It writes this page and
[benchmarks.json](benchmarks.json), which has every sample. It uses MNIST where that is found, otherwise random pixels. [Growth](growth.md) shows how time and memory
grow with batch, image and model, and [what limits the speed](speed.md) why some limits are missed.
`;
}
