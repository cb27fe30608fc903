import { shellWord } from '../../code/network-code.js';
import type { ViewValues } from '../../state/studio-state.js';
import { atOnce } from './results-parameters.js';

/** A program that reads the same results in Node.js, where the folder is. */
export const resultsCode = (folder: string, { first, from }: ViewValues<'results'>): string =>
  [
    `import { readFile } from 'node:fs/promises';`,
    `import { join } from 'node:path';`,
    `import { bySureness, openBatchResults } from '@interp/batch/page';`,
    '',
    `const job = ${JSON.stringify(folder)};`,
    `const read = (name) => readFile(join(job, name)).catch(() => undefined);`,
    `const { rows, pictures } = await openBatchResults({ read });`,
    `const shown = bySureness(rows, '${first}').slice(${from}, ${from + atOnce});`,
    `const found = await pictures(shown);`,
    `const sum = (values) => values?.reduce((total, value) => total + value, 0);`,
    `const said = shown.map(({ input, found: read, certainty }, i) => ({ input, read, certainty, total: sum(found[i].map) }));`,
    `console.log(JSON.stringify(said));`,
    '',
  ].join('\n');

/** The command that draws the most and the least certain of them. */
export const resultsCommand = (folder: string): string =>
  `npx interp batch collect --job ${shellWord(folder)} --out sheet.png`;
