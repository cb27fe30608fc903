import { markdownTable } from '../../lib/markdown-table.mjs';

const sum = (rows, of) => rows.reduce((total, row) => total + of(row), 0);

const suitePart = (files, totals) => {
  const names = Object.keys(totals);
  const rows = [...names, undefined].map((name) => {
    const some = files.filter(({ file }) => !name || file.split('/')[1] === name);
    const [passed, failed] = [sum(some, (one) => one.passed), sum(some, (one) => one.failed)];
    const total = name ? totals[name] : Object.values(totals).reduce((a, b) => a + b);
    const minutes = (sum(some, (one) => one.seconds) / 60).toFixed(1);
    return [name ? `\`${name}\`` : 'all', `${some.length} of ${total}`, `${passed} of ${passed + failed}`, minutes];
  });
  const wrong = files.filter(({ failed }) => failed > 0).map(({ file, failed }) => `- \`${file}\`: ${failed} failed`);
  const dates = [...new Set(files.map(({ date }) => date))].sort();
  return `## The suite

Tests of the packages that go through networks, with \`webgpu\` in the place of \`wasm\` (and of \`cpu\`, where a file does not compare with it), on ${dates.join(' and ')}:

${markdownTable(['package', 'files that were run', 'tests that passed', 'minutes'], rows)}
${wrong.length > 0 ? `\n${wrong.join('\n')}\n` : ''}
\`npm run test:webgpu -- --software --record\` runs it and writes this page; with paths of files it runs these and keeps what is recorded of the others. On a graphics card, leave
\`--software\` out. Most of the time goes into compiling shaders, some of which take SwiftShader seconds; all files share a device, and each shader is compiled once.

Some of it is less than on other backends. _Bits_: that a prototype has the same bits among other classes is promised by \`wasm\` and \`cpu\`; a graphics card adds a batch of another size up in another order, and is held to the
[published tolerance](parity.md). _Recorded passes_: only \`wasm\` has them; what is computed is held all the same. _Amounts_: properties are tried on 15 draws each, not 100, what other tools computed on the images in the
repository, not on further sets, and two tests take fewer steps.`;
};

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;

const profilePart = ({ date, rows }) => {
  const cell = ({ stock, own }, of) => `${of(stock)} → ${of(own)}`;
  const body = rows.map((row) => [
    row.name,
    cell(row, (one) => one.dispatches),
    cell(row, (one) => one.reads),
    cell(row, (one) => kilobytes(one.moved)),
    cell(row, (one) => kilobytes(one.touched)),
    cell(row, (one) => one.shaders),
    cell(row, (one) => (one.first / 1000).toFixed(1)),
    cell(row, (one) => one.later.toFixed(0)),
  ]);
  const heads = ['method', 'programs run', 'waits', 'to and from the card', 'read and written there', 'shaders', 'first, s', 'later, ms']; // prettier-ignore
  return `## Shaders of our own

TensorFlow.js has no kernel for the signed sums of relevance propagation, for the gradient of max-pooling with ties given to the first maximum, or for adding up windows: their values went back to memory and were looped over
there. \`@interp/backend\` now registers programs in WGSL for them, under the names that its wasm kernels have: signed sums and shares of matrices, convolutions and depthwise convolutions
(\`SignedSums\`, \`SignedConv2D\`, \`SignedDepthwise\`, each with \`…Shares\`), which sort each product by its sign where it is made, so that one pass takes the place of a filter twice as wide; \`SignedQuotients\`, \`FirstMaximumGrad\`,
\`OverlapAdd\`, \`Gate\` and \`SigmoidGrad\`. With them the gradient is the walk back that \`wasm\` takes, not TensorFlow.js' tape, which computes the gradients of all weights as well.

Four digits and the LeNet that ships, without → with them (${date}; processor time of all threads, of the first pass with its shaders, and the median of five later ones):

${markdownTable(heads, body)}

The first five columns are the same on every card; the times are those of a processor that plays one. A _wait_ is a reading of values, for which all work before it has to end. \`node tools/rehearse/webgpu/profile.mjs\` measures it again.

**What stays TensorFlow.js'**: plain products and convolutions, forward and back, whose programs share tiles of a workgroup's memory as ours do, and need no pass through memory. Rules that divide by
whole sums (ε, γ, w², flat, zᴮ) still divide in memory, for the ledger is kept there; γ has its sums and shares from the card. Of ε only the adding up of windows is ours: it moves half the bytes, and takes no less time.`;
};

/**
 * docs/webgpu.md.
 *
 * @param {any} record - as in docs/webgpu.json
 * @returns {string} Markdown
 */
export const page = ({ machine, files, suite, profile }) => {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `# WebGPU on SwiftShader

No graphics card was at hand. All here was computed by SwiftShader, a renderer on the processor that Chromium brings: what is right there is right by the rules of WebGPU, and its times say
nothing of a card. [How to use WebGPU](guides/choose-a-backend.md#webgpu-in-nodejs).

${[suite && suitePart(suite, files), profile && profilePart(profile)].filter(Boolean).join('\n\n')}

Machine: ${machine.cores} × ${machine.cpu}, ${machine.system}. Versions: ${versions.join(', ')}.
`;
};
