#!/usr/bin/env node
import module from 'node:module';

try {
  // From Node.js 22.1 on, compiled code is kept from run to run, so that the next one starts sooner.
  module.enableCompileCache?.();
  await import('../dist/main.js');
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    `interp: it cannot be loaded (${String(error?.code ?? error?.message).slice(0, 100)}); install it again\n`,
  );
}
