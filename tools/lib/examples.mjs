// The example programs of the documentation: the ```ts blocks of Markdown pages and the @example blocks of docstrings.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesUnder, root, workspaces } from './workspace.mjs';

const fence = /^```ts\s*\n([\s\S]*?)^```\s*$/gm;

/**
 * The programs of a Markdown page: a block with imports starts one, a block without goes on with the one above it.
 *
 * @param {string} markdown
 * @returns {string[]}
 */
export function pagePrograms(markdown) {
  const programs = [];
  for (const [, block] of markdown.matchAll(fence)) {
    const continues = programs.length > 0 && ts.preProcessFile(block, true, true).importedFiles.length === 0;
    if (continues) programs.push(`${programs.pop()}\n${block}`);
    else programs.push(block);
  }
  return programs;
}

/**
 * The programs of the docstrings of a TypeScript source, each with the line that its @example stands on.
 *
 * @param {string} source
 * @returns {{ line: number, code: string }[]}
 */
export function docstringPrograms(source) {
  const programs = [];
  for (const comment of source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)) {
    const lines = comment[0]
      .split('\n')
      .map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\*) ?/, '').replace(/\s*\*\/$/, ''));
    const text = lines.join('\n');
    for (const example of text.matchAll(/^@example[^\n]*\n([\s\S]*?)(?=^@\w|$(?![\s\S]))/gm)) {
      const blocks = [...example[1].matchAll(fence)].map(([, block]) => block);
      const code = blocks.length > 0 ? blocks.join('\n') : example[1];
      const before =
        source.slice(0, comment.index).split('\n').length + text.slice(0, example.index).split('\n').length - 1;
      programs.push({ line: before, code });
    }
  }
  return programs;
}

/**
 * Every example of the repository, its name saying where it stands. Those of docstrings take a TensorFlow.js backend
 * as given; a page's program says which it uses, as a reader's would.
 *
 * @param {string} [folder]
 * @returns {{ name: string, code: string, workspace: string | undefined }[]}
 */
export function allExamples(folder = root) {
  const pages = [
    'README.md',
    ...workspaces(folder).map((workspace) => `${workspace.folder}/README.md`),
    ...filesUnder(join(folder, 'docs'), (file) => file.endsWith('.md') && !file.startsWith('api/')).map(
      (file) => `docs/${file}`,
    ),
  ];
  const ofPages = pages.flatMap((page) =>
    pagePrograms(readPage(join(folder, page))).map((code, index) => ({
      name: `${page}, program ${index + 1}`,
      code,
      workspace: undefined,
    })),
  );
  const ofSources = workspaces(folder).flatMap((workspace) =>
    filesUnder(join(workspace.path, 'src'), (file) => file.endsWith('.ts')).flatMap((file) =>
      docstringPrograms(readFileSync(join(workspace.path, 'src', file), 'utf8')).map(({ line, code }) => ({
        name: `${workspace.folder}/src/${file}:${line}`,
        code,
        workspace: workspace.folder,
      })),
    ),
  );
  return [...ofPages, ...ofSources];
}

function readPage(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/**
 * The JavaScript of an example, for Node.js to run.
 *
 * @param {string} code
 * @returns {string}
 */
export const toJavaScript = (code) =>
  ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
  }).outputText;
