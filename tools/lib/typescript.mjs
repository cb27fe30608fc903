// Lets a child process import the packages' TypeScript sources: node --conditions=@interp/source --import THIS FILE.ts
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
