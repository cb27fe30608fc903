import { markdownTable } from '../../lib/markdown-table.mjs';

const digits = (value) => (value === 0 ? '0' : value.toExponential(1));
const cell = (difference) => {
  if (difference === undefined) return '–';
  return `${digits(difference.largest)}${difference.beyond > 0 ? ` (${difference.beyond})` : ''}`;
};

/**
 * docs/parity.md.
 *
 * @param {object} record - as in docs/parity.json
 * @returns {string} Markdown
 */
export function page({ date, machine, rows }) {
  const backends = [...new Set(rows.flatMap(({ differences }) => Object.keys(differences)))];
  const body = (group) =>
    rows
      .filter((row) => row.group === group)
      .map(({ name, tolerance, differences }) => [
        name,
        ...backends.map((backend) => cell(differences[backend])),
        digits(tolerance),
      ]);
  const tables = [...new Set(rows.map(({ group }) => group))].map(
    (group) => `## ${group}\n\n${markdownTable(['method', ...backends, 'tolerance'], body(group))}`,
  );
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  return `# Parity

The same numbers on every backend: how far each backend is from \`cpu\`, plain JavaScript, at most, as a share of the largest number that a method gives. Everything is
computed on the weights that ship (\`lenet\`, \`rbm-100\`, \`generator\`) and the ten sample digits; on \`webgpu\`, in Node.js, on four digits and with a twentieth of the steps, since
SwiftShader computes it on the processor. In brackets: how many of its numbers are beyond the tolerance. \`npm run parity\` fails if there are any, but
for 40 of the numbers of a heatmap.

${tables.join('\n\n')}

## What the differences are

All backends compute in float32 and add up in different orders; \`cpu\` adds up in float64. Most methods lose nothing to that.

- Rules 0 and ε divide by sums that may be as good as zero, where nothing but rounding is left of them: relevance of 100,000 comes from there, on every backend, and agrees to some
  per cent. The other rules have no such sums. The composites have rule ε on dense layers.
- Of one digit, a 5, the two largest values under a window of max-pooling differ by one rounding. Rules of LRP give all of the window's relevance to the largest, and which that is rounding decides:
  some 30 pixels, the reach of one window, are others on \`webgl\` and \`webgpu\`.
- Prototypes and attacks are many steps, each from where the last one ended. What is compared is what they reach: probabilities, and lengths of perturbations. Single pixels may differ
  more: a gradient of nought but rounding has one sign or the other.

Machine: ${machine.processor}, ${machine.system}, on ${date}. Versions: ${versions.join(', ')}.

## Measure it yourself

\`\`\`sh
npm run parity
\`\`\`

takes some minutes. \`tensorflow\` is measured where [tools/rehearse/libtensorflow](guides/choose-a-backend.md#where-the-download-fails) can provide it, \`webgl\` and \`webgpu\` where there is Debian's Chromium; \`npm run webgpu\` is \`webgpu\` alone, beside \`wasm\`. The
record is [parity.json](parity.json).
`;
}
