import { shellWord } from './network-code.js';

/** Options that a flag has another name for. */
const flags: Readonly<Record<string, string>> = { target: 'class', emptyBranch: 'empty-branch' };

/** Options of a method, of an explanation or an attack, as the flags of a command. */
export const methodFlags = (options: object): string[] =>
  Object.entries(options).map(([name, value]) => `--${flags[name] ?? name} ${shellWord(String(value))}`);
