import { signal } from '@preact/signals';
import * as comlink from 'comlink';
import { jobFiles, openJob, type JobFiles } from '../../compute/job-files.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { ChoiceControl } from '../../parts/controls.js';
import { chosenFiles, droppedFiles, type PathedFile } from '../../parts/dropped-files.js';
import { FileButton } from '../../parts/file-button.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { Status } from '../../parts/status.js';
import { useTransferredFiles } from '../../parts/use-transferred-files.js';
import { changeValues, settings } from '../../state/store.js';
import { figure, percent, words } from '../../words/words.js';
import { resultsCode, resultsCommand } from './results-code.js';
import { ResultsDownloads } from './results-downloads.js';
import { atOnce, resultsParameters } from './results-parameters.js';
import { resultsWords } from './results-words.js';
import type { ResultsPage, ShownResult } from './results.js';

/** How far reading is, to be said where it takes long. */
const reading = signal('');

const sayRead = (count: number, secondsLeft: number): void => {
  const { read, left } = resultsWords.value;
  reading.value = `${figure(count, 0)} ${read}${secondsLeft > 2 ? `, ${figure(secondsLeft, 0)} ${left}` : ''}`;
};

/** Opens a batch, at its beginning. */
const show = (files: readonly PathedFile[]): void => {
  if (files.length === 0) return;
  openJob(files);
  changeValues('results', { from: 0 });
};

const OpenBatch = ({ text, error }: { readonly text: string; readonly error: string | undefined }) => {
  useTransferredFiles((transfer) => void droppedFiles(transfer).then(show));
  const { open, openFolder, openFiles, help } = resultsWords.value;
  const opened = (files: readonly File[]): void => show(chosenFiles(files));
  return (
    <section class="panel full" aria-label={open}>
      <h2>{open}</h2>
      <div class="row">
        <FileButton label={openFolder} isFolder multiple onFiles={opened} />
        <FileButton label={openFiles} multiple onFiles={opened} />
      </div>
      <Status text={text} error={error} />
      <p class="help">{help}</p>
    </section>
  );
};

/** Tasks whose results are probabilities. */
const ofShares: readonly string[] = ['classify', 'attack', 'prototype'];

const Card = ({ result, task }: { readonly result: ShownResult; readonly task: string }) => {
  const { input, label, found, certainty, total, picture, error } = result;
  const sure =
    certainty === undefined ? '' : ` · ${ofShares.includes(task) ? percent(certainty) : figure(certainty, 3)}`;
  const truth = label === undefined || String(label) === found ? '' : ` (${resultsWords.value.label} ${label})`;
  return (
    <li>
      {picture && <PictureCanvas picture={picture} label={input} className="thumb" />}
      <p>
        {found}
        {sure}
        {truth}
      </p>
      {total !== undefined && (
        <p class="help">
          {resultsWords.value.sum} {figure(total, 3)}
        </p>
      )}
      <p class="help">{error ?? input.slice(-60)}</p>
    </li>
  );
};

/** Goes to other results of the same order. */
const Pager = ({ count }: { readonly count: number }) => {
  const { first, from } = settings.results.value;
  const { order, orders, previous, next, of } = resultsWords.value;
  const go = (to: number): void => changeValues('results', { from: to });
  return (
    <div class="row">
      <ChoiceControl
        label={order}
        parameter={resultsParameters.first}
        value={first}
        labels={orders}
        onChange={(value) => changeValues('results', { first: value, from: 0 })}
      />
      <button type="button" disabled={from === 0} onClick={() => go(Math.max(0, from - atOnce))}>
        {previous}
      </button>
      <span>
        {Math.min(from + 1, count)}–{Math.min(from + atOnce, count)} {of} {figure(count, 0)}
      </span>
      <button type="button" disabled={from + atOnce >= count} onClick={() => go(from + atOnce)}>
        {next}
      </button>
    </div>
  );
};

const Gallery = ({
  page: { shown, count, warning, apart, task },
  asked,
}: {
  readonly page: ResultsPage;
  readonly asked: object | undefined;
}) => {
  const { gallery, sureness, apart: whyApart } = resultsWords.value;
  return (
    <section class="panel full">
      <h2>{gallery}</h2>
      <Pager count={count} />
      {warning !== undefined && <p class="note">{warning}</p>}
      <ul class="gallery">
        {shown.map((one, i) => (
          <Card key={`${i} ${one.input}`} result={one} task={task} />
        ))}
      </ul>
      <p class="help">{sureness}</p>
      {apart && <p class="help">{whyApart[apart]}</p>}
      <ResultsDownloads shown={shown} asked={asked} />
    </section>
  );
};

const statusText = (files: JobFiles | undefined, page: ResultsPage | undefined): string => {
  const { none, results, failed } = resultsWords.value;
  if (!files) return none;
  if (!page) return reading.value || words.value.computing;
  const lost = page.failed > 0 ? `, ${figure(page.failed, 0)} ${failed}` : '';
  return `${figure(page.count, 0)} ${results}${lost} · ${page.task} · ${page.model}`;
};

/** Results of a batch that is done: the surest first, with their maps. */
export const ResultsView = () => {
  const files = jobFiles.value;
  const values = settings.results.value;
  const { value, asked, error } = useAnswer(
    () => ({ id: jobFiles.value?.id, values: settings.results.value }),
    async (studio, question) => {
      const open = jobFiles.peek();
      reading.value = '';
      return open && studio.resultsPage(question.values, open, comlink.proxy(sayRead));
    },
  );
  const page = asked?.id === files?.id ? value : undefined;
  return (
    <div class="view">
      <OpenBatch text={statusText(files, page)} error={error} />
      {page && <Gallery page={page} asked={asked?.values} />}
      {files && page && <CodePanel code={resultsCode(files.name, values)} command={resultsCommand(files.name)} />}
    </div>
  );
};
