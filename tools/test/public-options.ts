import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.mjs';

const word = /\b[A-Za-z]\w*\b/g;

/** What stands between a declaration's first line and the next one. */
const declarations = (report: string): ReadonlyMap<string, string> => {
  const text = readFileSync(join(root, 'etc', `${report}.api.md`), 'utf8');
  return new Map(
    [
      ...text.matchAll(/^export (?:const|function|interface|type) (\w+)\b(.*?)(?=^\/\/ @public|^\/\/ \(|(?![^]))/gms),
    ].map(([, name, body]) => [name, body]),
  );
};

const fieldsOf = (body: string): readonly string[] =>
  [...body.matchAll(/^ +(?:readonly )?(\w+)\??:/gm)].map(([, field]) => field);

/** The parameter that is an object of options: the last one, by its type's name or written out in place. */
const optionsParameter = (body: string): string | undefined =>
  /\b(?:options|driving|input\d?)\??: ((?:(?:Pick<|Omit<)?\w*(?:Options|TrainingBall|ImageSetOptions)\b|\{).*?)(?:\) =>|\): )/s.exec(
    body,
  )?.[1];

/** The names of all fields of the types that a text speaks of. */
const allFields = (all: ReadonlyMap<string, string>, text: string, seen = new Set<string>()): readonly string[] => {
  const names = (text.match(word) ?? []).filter((name) => all.has(name) && !seen.has(name));
  return names.flatMap((name) => {
    seen.add(name);
    const body = all.get(name)!;
    const inherited = body.split('{')[0];
    return [...(body.includes('{') ? fieldsOf(body) : []), ...allFields(all, inherited, seen)];
  });
};

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** The names of the fields of an interface, with those that it inherits, by `etc/*.api.md`. */
export const fieldsOfInterface = (report: string, name: string): readonly string[] =>
  sorted(allFields(declarations(report), name));

/**
 * The functions of a package that take an object of options, by `etc/*.api.md`, with the names of these options. Those that end in
 * `Steps` are left out: each is what the function beside it drives.
 */
export const publicOptions = (report: string): ReadonlyMap<string, readonly string[]> => {
  const all = declarations(report);
  const driving = ['onStep', 'yieldEvery', 'total'];
  const entries = [...all].flatMap(([name, body]): (readonly [string, readonly string[]])[] => {
    const parameter = name.endsWith('Steps') || /^[^=(]*\{/.test(body) ? undefined : optionsParameter(body);
    if (parameter === undefined) return [];
    const driven = parameter.includes('DriveOptions<') ? driving : [];
    const own = parameter.replace(/DriveOptions<.*>/, '');
    return [[name, sorted([...fieldsOf(own), ...allFields(all, own), ...driven])]];
  });
  return new Map(entries);
};
