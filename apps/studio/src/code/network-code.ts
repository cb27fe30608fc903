import type { OpenOptions } from '@interp/open/page';
import type { ShippedNetwork } from '../state/studio-state.js';

/** A network as a program or command names it: one that ships, or a file with what is said of it. */
export type NetworkOf =
  | { readonly network: ShippedNetwork }
  | { readonly network: 'own'; readonly file: string; readonly settings: OpenOptions };

/** The call that opens a model of one's own. Names of files and classes are others': as JSON they are text and nothing else. */
export const openingCode = (file: string, settings: OpenOptions): string =>
  `await openClassifier(${[file, ...(Object.keys(settings).length > 0 ? [settings] : [])].map((one) => JSON.stringify(one)).join(', ')})`;

/** The imports with which a program gets a network, and what gives it. */
export const networkCode = (of: NetworkOf): { readonly imports: string; readonly value: string } =>
  of.network === 'own'
    ? { imports: `import { openClassifier } from '@interp/open';`, value: openingCode(of.file, of.settings) }
    : {
        imports: `import { classifier } from '@interp/core';\nimport { pretrained } from '@interp/pretrained';`,
        value: `classifier(await pretrained('${of.network}'))`,
      };

/** A text as one word of a shell. */
export const shellWord = (text: string): string => {
  const plain = text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
  return /^[\w./:,-]+$/.test(plain) && !plain.startsWith('-') ? plain : `'${plain.replaceAll("'", `'\\''`)}'`;
};

/** The flags of a command that name a model of one's own; names of classes that were typed are in no file, and left out. */
export const ownFlags = (file: string, settings: OpenOptions): string[] => {
  const said: Readonly<Record<string, unknown>> = { ...settings, size: settings.size?.join('x'), labels: undefined };
  return [
    `--model ${shellWord(file)}`,
    ...Object.entries(said)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `--${name}=${shellWord(String(value as number))}`),
  ];
};

/** The flags of a command that name a network. */
export const networkFlags = (of: NetworkOf): string[] =>
  of.network === 'own' ? ownFlags(of.file, of.settings) : [`--model ${of.network}`];
