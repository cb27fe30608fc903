#!/usr/bin/env node
// Every relative link and picture in the repository's Markdown leads to a file, and every #fragment to a heading.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesUnder, isMain, root } from '../lib/workspace.mjs';

const withoutCode = (markdown) => markdown.replace(/^(`{3,}|~{3,})[\s\S]*?^\1.*$/gm, '').replace(/`[^`\n]*`/g, '');

/** The fragments that GitHub gives the headings of a page; a repeated heading is numbered from its second time on. */
export function headingFragments(markdown) {
  const times = new Map();
  return new Set(
    [...markdown.replace(/^(`{3,}|~{3,})[\s\S]*?^\1.*$/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(
      ([, heading]) => {
        const fragment = heading
          .toLowerCase()
          .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replace(/\s/g, '-');
        const before = times.get(fragment) ?? 0;
        times.set(fragment, before + 1);
        return before === 0 ? fragment : `${fragment}-${before}`;
      },
    ),
  );
}

/** The targets of a page's links and pictures, also those of HTML tags and reference definitions. */
export function linkTargets(markdown) {
  const text = withoutCode(markdown);
  const found = [
    ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
    ...text.matchAll(/^\[[^\]]+\]:\s+<?([^\s>]+)>?/gm),
    ...text.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"]+)"/g),
  ];
  return found.map((match) => match[1]);
}

/** The broken links of one page, a sentence each. */
export function brokenLinks(page, from = root) {
  const text = readFileSync(page, 'utf8');
  return linkTargets(text).flatMap((target) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
    const [path, fragment] = target.split('#');
    const file = path === '' ? page : join(path.startsWith('/') ? from : dirname(page), decodeURIComponent(path));
    const where = relative(from, page);
    if (!existsSync(file)) return [`${where}: ${target} leads nowhere`];
    if (fragment === undefined || fragment === '' || statSync(file).isDirectory() || !file.endsWith('.md')) return [];
    return headingFragments(readFileSync(file, 'utf8')).has(fragment)
      ? []
      : [`${where}: ${target} has no such heading`];
  });
}

/** Every Markdown page of the repository, generated ones aside. */
const pages = () => [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'packages', 'apps', 'tools', '.changeset', '.github'].flatMap((folder) =>
    filesUnder(
      join(root, folder),
      (file) => file.endsWith('.md') && !/(^|\/)(node_modules|dist|api|fixtures)\//.test(file),
    ).map((file) => `${folder}/${file}`),
  ),
];

if (isMain(import.meta.url)) {
  const all = pages();
  const broken = all.flatMap((page) => brokenLinks(join(root, page)));
  for (const problem of broken) console.error(problem);
  if (broken.length === 0) console.log(`${all.length} pages, no broken link`);
  process.exit(broken.length === 0 ? 0 : 1);
}
