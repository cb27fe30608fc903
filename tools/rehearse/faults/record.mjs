// The figures of `npm run faults` and `npm run soak`, in docs/faults.md and docs/faults.json.
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { readJson, root } from '../../lib/workspace.mjs';

const page = join(root, 'docs/faults.md');
const record = join(root, 'docs/faults.json');
const same = (a) => (b) => a.fault === b.fault && a.name === b.name;

/** What is recorded so far. */
export const recorded = () => (existsSync(record) ? readJson(record) : { rows: [] });

const row = ({ fault, name, tries, survived, lost }) => `| ${fault} | ${name} | ${tries} | ${survived} | ${lost} |`;

const total = (rows, key) => rows.reduce((sum, each) => sum + each[key], 0);

const commands = (rows) =>
  [...new Map(rows.map(({ name, what }) => [name, what]))].map(([name, what]) => `- **${name}**: \`${what}\``);

const soakText = (soak) =>
  soak === undefined
    ? 'Not measured yet.'
    : `Measured for ${soak.minutes} minutes (${soak.rounds} rounds, ${soak.works} pieces of work): ` +
      `${soak.measures.map(({ what, unit, first, last, slope, bound }) => `${what} ${first} → ${last}${unit && ` ${unit}`}, ${slope} an hour (at most ${bound})`).join('; ')}.`;

const text = ({ node, machine, rows, soak }) => `# Faults

What happens when a program is killed, the disk is full, a folder cannot be written to, a thread dies, or two programs share a folder. Written by \`npm run faults\` and \`npm run soak\`; the figures are also in [faults.json](faults.json).

A try is **survived** if no finished file is truncated, the program prints one line with the reason, and the same command, run again, gives the same bytes as an undisturbed run: the same weights, the same samples, the same report except for its times. Otherwise it is **lost**. Half of the kills come at a random moment of the run, half at the n-th change in its folder, while files are being written.

| fault | what was run | tries | survived | lost |
| --- | --- | ---: | ---: | ---: |
${rows.map(row).join('\n')}
| all | | ${total(rows, 'tries')} | ${total(rows, 'survived')} | ${total(rows, 'lost')} |

Measured with Node.js ${node} on ${machine}.

${commands(rows).join('\n')}

What a killed process leaves behind has a name that ends in \`.tmp\` or \`.part\` (or is an empty \`.interp-…\`, which tested whether a folder is writable). The next write of the same file, or the next download, removes it or continues from it.

The tests of \`@interp/mnist\` cover mirrors that stall, lie about a length, or send another file, a web page or nothing; those of \`@interp/cli\` cover the hostile files in \`tools/rehearse/faults/fixtures\`, with what refuses each.

## An hour in ten minutes

\`npm run soak\` classifies, explains, searches prototypes, attacks, trains and samples in one process, over and over, and fits a line to the memory of the process. The JavaScript heap grows by compiled code, which levels off, and by about 1 kB for each new network: TensorFlow.js remembers the name of every weight it ever made, to keep names unique.

${soakText(soak)}
`;

/**
 * Writes the page and the record, with what was there before and is not measured anew.
 *
 * @param {{ rows?: object[], soak?: object }} measured
 */
export async function writeRecord({ rows = [], soak }) {
  const before = recorded();
  const kept = before.rows.filter((old) => !rows.some(same(old)));
  const all = [...kept, ...rows].sort((a, b) => a.fault.localeCompare(b.fault) || a.name.localeCompare(b.name));
  const now = {
    node: process.versions.node,
    machine: `${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown kind'}`,
    rows: all,
    ...((soak ?? before.soak) && { soak: soak ?? before.soak }),
  };
  writeFileSync(record, await format(JSON.stringify(now), { parser: 'json', printWidth: 120 }));
  writeFileSync(page, await format(text(now), { parser: 'markdown' }));
}
