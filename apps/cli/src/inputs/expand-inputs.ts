import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InterpError } from '@interp/core';
import { shownName } from '@interp/core/internal';

/** Whether a file is called as a picture is. */
export const hasPictureName = (name: string): boolean => /\.(?:png|jpe?g|webp)$/i.test(name);

const isPicture = (name: string): boolean => hasPictureName(name) && !name.startsWith('.');
const isReadable = (name: string): boolean => isPicture(name) || /\.safetensors$/i.test(name);

/** Names in the order of their letters, numbers in them by value: `2` before `10`. */
export const inOrder = (names: readonly string[]): readonly string[] =>
  [...names].sort(new Intl.Collator('en', { numeric: true }).compare);

const kindOf = async (path: string): Promise<'file' | 'folder' | undefined> => {
  const found = await stat(path).catch(() => undefined);
  return found && (found.isDirectory() ? 'folder' : 'file');
};

/** One part of a pattern as a regular expression: `*` any text, `?` one character, `[a-z]` one of several, `{a,b}` one of some texts. */
const expressionOf = (part: string): RegExp => {
  let [depth, source] = [0, ''];
  for (let i = 0; i < part.length; i++) {
    const end = part[i] === '[' ? part.indexOf(']', i + 2) : -1;
    if (end > 0) {
      const inside = part.slice(i + 1, end);
      source += `[${inside.replace(/^!/, '^').replace(/[\\\][]/g, '\\$&')}]`;
      i = end;
    } else if (part[i] === '*') source += part[i - 1] === '*' ? '' : '.*';
    else if (part[i] === '?') source += '.';
    else if (part[i] === '{' && part.includes('}', i)) [depth, source] = [depth + 1, `${source}(?:`];
    else if (part[i] === '}' && depth > 0) [depth, source] = [depth - 1, `${source})`];
    else source += part[i] === ',' && depth > 0 ? '|' : part[i].replace(/[\\^$.+()|[\]{}]/, '\\$&');
  }
  try {
    return new RegExp(`^(?:${source})$`, 's');
  } catch (cause) {
    throw new InterpError('bad-option', `${shownName(part)} is no pattern; expected *, ?, [a-z] or {a,b}`, {
      cause,
    });
  }
};

/** Files under a folder whose path fits the parts of a pattern; `**` stands for any number of folders, links to folders left out. */
const matching = async (folder: string, [part, ...rest]: readonly string[]): Promise<readonly string[]> => {
  const entries = await readdir(folder === '' ? '.' : folder, { withFileTypes: true }).catch(() => []);
  const under = (name: string): string => (folder === '' ? name : join(folder, name));
  if (part === '**') {
    const here = rest.length > 0 ? await matching(folder, rest) : [];
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    const deeper = await Promise.all(folders.map(({ name }) => matching(under(name), [part, ...rest])));
    return [...here, ...deeper.flat()];
  }
  const fits = expressionOf(part);
  const found: string[] = [];
  for (const { name } of entries) {
    if (!fits.test(name) || (name.startsWith('.') && !part.startsWith('.'))) continue;
    const kind = await kindOf(under(name));
    if (rest.length > 0 && kind === 'folder') found.push(...(await matching(under(name), rest)));
    else if (rest.length === 0 && kind === 'file' && isReadable(name)) found.push(under(name));
  }
  return found;
};

const isPattern = (spec: string): boolean => /[*?[{]/.test(spec);

const none = (what: string, spec: string): InterpError =>
  new InterpError(
    'not-found',
    `${what} ${shownName(spec)} ${what === 'the folder' ? 'holds' : 'fits'} no picture; expected PNG, JPEG or WebP files`,
  );

/**
 * The files that an input on the command line stands for: those of a folder, or those that a pattern fits, in the order of their names with
 * numbers by their value. Anything else stands for itself.
 *
 * @param spec - a path, a folder or a pattern
 * @returns paths
 * @throws InterpError `not-found` where there is none
 */
export const expandInput = async (spec: string): Promise<readonly string[]> => {
  const kind = await kindOf(spec);
  if (kind === 'folder') {
    const names = (await readdir(spec)).filter(isPicture);
    if (names.length === 0) throw none('the folder', spec);
    return inOrder(names).map((name) => join(spec, name));
  }
  if (kind === 'file' || !isPattern(spec)) return [spec];
  const parts = spec.split(/[/\\]+/);
  const [start, rest] = parts[0] === '' ? ['/', parts.slice(1)] : ['', parts];
  const first = rest.findIndex(isPattern);
  const found = await matching(
    join(start, ...rest.slice(0, first)) === '.' ? '' : join(start, ...rest.slice(0, first)),
    rest.slice(first),
  );
  if (found.length === 0) throw none('the pattern', spec);
  return inOrder(found);
};
