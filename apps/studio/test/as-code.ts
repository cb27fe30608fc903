import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

let count = 0;

/** Runs a program that the page shows in Node.js; what it printed, read as JSON. */
export const runCode = (code: string): Readonly<Record<string, unknown>> => {
  const file = join(import.meta.dirname, `as-code-${process.pid}-${count++}.mjs`);
  writeFileSync(file, code);
  try {
    return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as Record<string, unknown>;
  } finally {
    rmSync(file);
  }
};
