const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const time = ({ median, low, high }) => `${digits(median)} (${digits(low)}–${digits(high)})`;

const table = (header, rows) => {
  const cells = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(header), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
};

/**
 * docs/benchmarks.md.
 *
 * @param {object} record - as in docs/benchmarks.json
 * @returns {string} Markdown
 */
export function page({ machine, images, rounds, rows }) {
  const threads = [...new Set(rows.flatMap(({ peers }) => peers.map((peer) => peer.threads)))].sort();
  const header = [
    'work',
    'here, one thread, ms',
    'peer',
    ...threads.map((n) => `${n === 1 ? 'one thread' : `${n} threads`}, ms`),
    'ratio',
    'aim',
  ];
  const body = rows.map(({ title, ours, peers, ratio, atMost }) => [
    title,
    time(ours),
    peers[0]?.name ?? '–',
    ...threads.map((n) => {
      const peer = peers.find((one) => one.threads === n);
      return peer ? time(peer) : '–';
    }),
    ratio ? ratio.toFixed(2) : '–',
    atMost ? `≤ ${atMost}` : '–',
  ]);
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `# Benchmarks

What the packages take on the WebAssembly backend, and what the best Python tool, the peer, takes for the same work: the same weights, images and parameters, results
compared before they are timed, ours and theirs in turn in one run. Medians of ${rounds} samples with the lowest and the highest in brackets; _ratio_ is our median over
the peer's better one.

${table(header, body)}

Machine: ${machine.cpu}, ${machine.cores} cores, ${machine.memory}, ${machine.system}; load ${machine.load} at the end. Images: ${images}. Versions: ${versions.join(', ')}.

## Measure it yourself

\`\`\`sh
python3 -m venv ~/interp-peers
~/interp-peers/bin/pip install -r tools/bench/peers/requirements.txt
~/interp-peers/bin/pip install --no-deps -r tools/bench/peers/requirements-alone.txt
npm run bench -- --peers --python ~/interp-peers/bin/python
\`\`\`

Without \`--peers\` no Python is needed. \`--only training-step\` measures one, \`--quick\` only sees that the benchmarks run. This page and
[benchmarks.json](benchmarks.json), which has every sample, are written by it. MNIST is taken where it is found, random pixels otherwise.
`;
}
