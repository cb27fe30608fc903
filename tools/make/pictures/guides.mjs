#!/usr/bin/env node
// Makes the pictures of the guides whose programs draw them anew: node tools/make/pictures/guides.mjs
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../../prepare.mjs';
import { runPage } from '../../lib/run-page.mjs';
import { root } from '../../lib/workspace.mjs';

prepare();
for (const name of ['bring-your-pytorch-model', 'read-a-ledger']) {
  const folder = mkdtempSync(join(tmpdir(), 'interp-guide-'));
  runPage(`docs/guides/${name}.md`, folder);
  for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.png')))
    cpSync(join(folder, file), join(root, 'docs', 'images', file));
  rmSync(folder, { recursive: true, force: true });
}
