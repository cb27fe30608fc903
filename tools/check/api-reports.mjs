#!/usr/bin/env node
// Writes etc/*.api.md, what each entry point exports, so that a change of the public interface shows in a review.
// `--check` writes nothing and fails where a report is missing, differs or has no entry point left.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { root, workspaces } from '../lib/workspace.mjs';

const check = process.argv.includes('--check');
const reports = join(root, 'etc');
const quiet = { logLevel: ExtractorLogLevel.None, addToApiReportFile: false };

/** The members of a union, in order; a union within angle brackets is one member. */
const sortedUnion = (union) =>
  union
    .split(/ \| (?=(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*$)/)
    .sort()
    .join(' | ');

/** A report with each inferred union in order: the compiler lists its members as it met them, which a cached build changes. */
const withSortedUnions = (report) =>
  [
    /"[^"\n]*"(?: \| "[^"\n]*")+/g,
    /(?<=Rule<)(?:[^<>\n]|<(?:[^<>\n]|<[^<>\n]*>)*>)* \| (?:[^<>\n]|<(?:[^<>\n]|<[^<>\n]*>)*>)*(?=>)/g,
  ].reduce((text, pattern) => text.replace(pattern, sortedUnion), report);

/** Name of a report: "files" for the main entry point of @interp/files, "files-node" for its "./node". */
const reportName = (manifest, entry) => [manifest.name.replace('@interp/', ''), ...entry.split('/').slice(1)].join('-');

/** The names that a report says are exported. */
const exportedNames = (report) =>
  [
    /^export (?:abstract )?(?:class|const|enum|function|interface|type) (\w+)/gm,
    /^export \{ \w+ as (\w+) \}/gm,
  ].flatMap((pattern) => Array.from(report.matchAll(pattern), ([, name]) => name));

/**
 * Extracts one entry point's report into `folder`; returns what api-extractor complains about, and of which name that an entry point
 * mentions without exporting it.
 */
function extract({ path, manifest }, types, name, folder) {
  /** @type {{ text: string, forgotten?: string }[]} */
  const complaints = [];
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: path,
      mainEntryPointFilePath: join(path, types),
      compiler: { tsconfigFilePath: join(path, 'tsconfig.json') },
      apiReport: { enabled: true, reportFolder: folder, reportTempFolder: folder, reportFileName: name },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: false } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: false },
          'ae-missing-release-tag': quiet,
          'ae-unresolved-link': quiet,
        },
        tsdocMessageReporting: { default: quiet },
      },
    },
    configObjectFullPath: join(path, 'api-extractor.json'),
    packageJsonFullPath: join(path, 'package.json'),
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel !== 'warning' && message.logLevel !== 'error') return;
      const text = `${manifest.name}: ${message.text}${message.sourceFilePath ? ` (${message.sourceFilePath})` : ''}`;
      const forgotten = message.messageId === 'ae-forgotten-export' && /"(\w+?)(?:_\d+)?"/.exec(message.text)?.[1];
      complaints.push({ text, ...(forgotten && { forgotten }) });
    },
  });
  return complaints;
}

const folder = mkdtempSync(join(tmpdir(), 'interp-api-'));
const problems = [];
const written = new Set();
try {
  for (const workspace of workspaces()) {
    const known = new Set();
    const complaints = [];
    for (const [entry, targets] of Object.entries(workspace.manifest.exports ?? {})) {
      if (typeof targets !== 'object' || targets.types === undefined) continue;
      const name = reportName(workspace.manifest, entry);
      const file = `${name}.api.md`;
      written.add(file);
      const found = extract(workspace, targets.types, name, folder);
      const report = withSortedUnions(readFileSync(join(folder, file), 'utf8'));
      for (const exported of exportedNames(report)) known.add(exported);
      // What only sibling packages use is reported, but need not be complete.
      if (entry !== './internal') complaints.push(...found);
      const committed = join(reports, file);
      if (existsSync(committed) && readFileSync(committed, 'utf8') === report) continue;
      if (check) problems.push(`etc/${file} does not match what ${workspace.manifest.name} exports; run npm run api`);
      else writeFileSync(committed, report);
    }
    problems.push(...complaints.filter(({ forgotten }) => !known.has(forgotten)).map(({ text }) => text));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const file of existsSync(reports) ? readdirSync(reports) : []) {
  if (!file.endsWith('.api.md') || written.has(file)) continue;
  if (check) problems.push(`etc/${file} is of no entry point; run npm run api`);
  else rmSync(join(reports, file));
}

for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${written.size} API reports ${check ? 'match' : 'written'}`);
process.exit(problems.length === 0 ? 0 : 1);
