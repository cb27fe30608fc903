#!/usr/bin/env node
import module from 'node:module';

// From Node.js 22.1 on, compiled code is kept from run to run, so that the next one starts sooner.
module.enableCompileCache?.();
await import('../dist/main.js');
