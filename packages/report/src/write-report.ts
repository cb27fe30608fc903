import { join } from 'node:path';
import { checkFields, checkGivenText } from '@interp/checks';
import type { ReportContents } from './contents.js';
import { writeIn } from './files.js';
import { reportHtml } from './page/report-html.js';
import { reportJson } from './page/report-json.js';

/**
 * Writes a report: `index.html`, which opens anywhere without a network, and `report.json`. The figures' files are in the folder already.
 *
 * @param contents - what is in it
 * @param folder - the folder that its figures were drawn into
 * @returns the path of the page
 * @throws InterpError `not-writable`; `bad-file` for a link in the folder
 */
export const writeReport = async (contents: ReportContents, folder: string): Promise<string> => {
  checkFields('the report', contents, { layout: 'object', entries: 'list' });
  checkGivenText('the folder', folder, 'a path');
  const file = join(folder, 'index.html');
  await writeIn(folder, file, await reportHtml(contents, folder));
  await writeIn(folder, join(folder, 'report.json'), reportJson(contents));
  return file;
};
