#!/usr/bin/env node
// npm run where-it-works -- browser [chromium|firefox|webkit]|native|page: does `npm run browser` or `npm run test:native`, and puts what
// passed in docs/where-it-works.json and its page; `page` writes the page anew from the record.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson, root, runNode, workspaces } from '../../lib/workspace.mjs';
import { browserResults, nativeResults } from './results.mjs';
import { record, recordBrowser, writePage } from './record.mjs';
import { plainEnvironment, run } from './run.mjs';

const tool = (...names) => join(root, 'tools', ...names);

const parts = {
  async browser(engine = 'chromium') {
    const script = tool('rehearse', 'browser', 'browser.mjs');
    const said = await run(process.execPath, [script, engine], { cwd: root, env: plainEnvironment(), minutes: 30 });
    process.stdout.write(said);
    await recordBrowser(browserResults(said));
  },
  async native() {
    const folder = mkdtempSync(join(tmpdir(), 'interp-native-'));
    try {
      const file = join(folder, 'results.json');
      const status = runNode([tool('rehearse', 'libtensorflow', 'test.mjs'), '--json', `--outputFile=${file}`]);
      const { version } = readJson(
        join(root, 'out', 'native', 'node_modules', '@tensorflow', 'tfjs-node', 'package.json'),
      );
      await record('native', { tensorflow: version, ...nativeResults(readJson(file), workspaces(), root) });
      process.exitCode = status;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  page: writePage,
};

const part = parts[process.argv[2]];
if (part === undefined) {
  console.error(`say which of ${Object.keys(parts).join(', ')}, as in: npm run where-it-works -- browser`);
  process.exitCode = 2;
} else await part(...process.argv.slice(3));
