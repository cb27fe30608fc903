import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/lib/workspace.mjs';

const word = /\b[A-Za-z]\w*\b/g;

const reportText = (report: string): string => readFileSync(join(root, 'etc', `${report}.api.md`), 'utf8');

/** What stands between a declaration's first line and the next one. */
const ownDeclarations = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [
      ...text.matchAll(/^export (?:const|function|interface|type) (\w+)\b(.*?)(?=^\/\/ @public|^\/\/ \(|(?![^]))/gms),
    ].map(([, name, body]) => [name, body]),
  );

/** Entry points whose types other packages' reports speak of. */
const sources = ['checks', 'core', 'core-internal', 'targets', 'files', 'training', 'training-internal'];

/** What a report exports, and the types of {@link sources} that it speaks of, where a package takes them from there. */
const declarations = (report: string): ReadonlyMap<string, string> => {
  const text = reportText(report);
  const shared = [
    ...text.matchAll(
      /^import (?:type )?\{ (\w+).* from '@interp\/(?:checks|core|targets|files|training)(?:\/internal)?';/gm,
    ),
  ].map(([, name]) => name);
  if (shared.length === 0) return ownDeclarations(text);
  const there = new Map(sources.flatMap((source) => [...ownDeclarations(reportText(source))]));
  const taken = shared.filter((name) => there.has(name)).map((name): [string, string] => [name, there.get(name)!]);
  return new Map([...taken, ...ownDeclarations(text)]);
};

/** Which fields: all of them, or those that are true or false. */
export type FieldKind = 'any' | 'boolean';

const patterns: Readonly<Record<FieldKind, RegExp>> = {
  any: /^ +(?:readonly )?(\w+)\??:/gm,
  boolean: /^ +(?:readonly )?(\w+)\??: boolean;/gm,
};

const fieldsOf = (body: string, kind: FieldKind): readonly string[] =>
  [...body.matchAll(patterns[kind])].map(([, field]) => field);

/** The parameter that is an object of options: the last one, by its type's name or written out in place. */
const optionsParameter = (body: string): string | undefined =>
  /\b(?:options|driving|input\d?)\??: ((?:(?:Pick<|Omit<)?\w*(?:Options|TrainingBall|ImageSetOptions)\b|\{).*?)(?:\) =>|\): )/s.exec(
    body,
  )?.[1];

/** The names of all fields of the types that a text speaks of. */
const allFields = (
  all: ReadonlyMap<string, string>,
  text: string,
  kind: FieldKind,
  seen = new Set<string>(),
): readonly string[] => {
  const names = (text.match(word) ?? []).filter((name) => all.has(name) && !seen.has(name));
  return names.flatMap((name) => {
    seen.add(name);
    const body = all.get(name)!;
    const inherited = body.split('{')[0].replace(/<\w+>/g, '');
    return [...(body.includes('{') ? fieldsOf(body, kind) : []), ...allFields(all, inherited, kind, seen)];
  });
};

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** The names of the fields of an interface, with those that it inherits, by `etc/*.api.md`. */
export const fieldsOfInterface = (report: string, name: string, kind: FieldKind = 'any'): readonly string[] =>
  sorted(allFields(declarations(report), name, kind));

/**
 * The functions of a package that take an object of options, by `etc/*.api.md`, with the names of these options. Those that end in
 * `Steps` are left out: each is what the function beside it drives.
 */
export const publicOptions = (report: string, kind: FieldKind = 'any'): ReadonlyMap<string, readonly string[]> => {
  const all = declarations(report);
  const driving = kind === 'any' ? ['onStep', 'yieldEvery', 'total'] : [];
  const entries = [...all].flatMap(([name, body]): (readonly [string, readonly string[]])[] => {
    const parameter = name.endsWith('Steps') || /^[^=(]*\{/.test(body) ? undefined : optionsParameter(body);
    if (parameter === undefined) return [];
    const driven = parameter.includes('DriveOptions<') ? driving : [];
    const own = parameter.replace(/DriveOptions<.*>/, '');
    return [[name, sorted([...fieldsOf(own, kind), ...allFields(all, own, kind), ...driven])]];
  });
  return new Map(entries);
};
