import { useAnswer } from '../../compute/use-answer.js';
import { ownAsked, ownKey } from '../../compute/own-asked.js';
import { CodePanel } from '../../parts/code-panel.js';
import { DownloadButton } from '../../parts/download-button.js';
import { pngOf } from '../../parts/rgba-canvas.js';
import { InputPanel } from '../../parts/input-panel.js';
import { PictureCanvas } from '../../parts/picture-canvas.js';
import { ClassBars } from '../../parts/class-bars.js';
import { classShares } from '../../compute/class-shares.js';
import { state } from '../../state/store.js';
import { figure, percent, words } from '../../words/words.js';
import { openOptionsIn } from '../model/model-settings.js';
import { ChannelGrid } from './channel-grid.js';
import type { DrawnExplanation, Explained, ExplainRequest } from './explain.js';
import { explainCode, explainCommand } from './explain-code.js';
import { ExplainSettings } from './explain-settings.js';
import { explanationOptions } from './explanation-options.js';
import { LayerFlow } from './layer-flow.js';
import { explainWords } from './explain-words.js';

/** What is said first: the class that is read, how surely, and whether it looks like a digit at all. */
const statusText = (found: Explained | undefined, error: string | undefined): string => {
  const { noDigit } = explainWords.value;
  const { failed, nothing } = words.value;
  if (error !== undefined) return `${failed} ${error}`;
  if (!found) return nothing;
  const said = `${found.classNames[found.class]} · ${percent(found.probabilities[found.class])}`;
  return found.isNovel ? `${said}, ${noDigit}` : said;
};

const MapFigure = ({ found, title }: { readonly found: DrawnExplanation; readonly title: string }) => {
  const { score, total } = words.value;
  return (
    <figure>
      <PictureCanvas picture={found.picture} label={title} />
      <figcaption>
        {title}: {found.class}. {score} {figure(found.score, 3)}, {total} {figure(found.total, 3)}
      </figcaption>
    </figure>
  );
};

/** Draw, see what the network believes, and why. */
export const ExplainView = () => {
  const { input, network, values: all } = state.value;
  const values = all.explain;
  const request: ExplainRequest = { input, network, values };
  const {
    value: found,
    error,
    isBusy,
  } = useAnswer({ ...request, own: ownKey() }, (studio, question) => studio.explain(question, ownAsked()));
  const { why, speaksFor, difference } = explainWords.value;
  const { seen } = words.value;
  const of = found && {
    ...(network === 'own' ? { network, file: all.model.file, settings: openOptionsIn(all.model) } : { network }),
    ...{ input, pixels: found.pixels, options: explanationOptions(values) },
  };
  return (
    <div class="view explain">
      <InputPanel seen={found?.seen} />
      <section class="panel belief">
        <p role="status" class="answer">
          {isBusy && !found && error === undefined ? words.value.computing : statusText(found, error)}
        </p>
        {found && (
          <>
            <ClassBars shares={classShares(found.logits, found.probabilities, found.classNames)} most={found.class} />
            <figure>
              <PictureCanvas picture={found.seen} label={seen} className="seen" />
              <figcaption>{seen}</figcaption>
            </figure>
            <DownloadButton name="digit.png" type="image/png" make={() => pngOf(found.seen)} />
          </>
        )}
      </section>
      <section class="panel why">
        <h2>{why}</h2>
        <ExplainSettings />
        {found && (
          <>
            <div class="maps">
              <MapFigure found={found.first} title={`${values.method} ${values.method === 'lrp' ? values.rule : ''}`} />
              {found.second && (
                <MapFigure found={found.second} title={`${values.with} ${values.with === 'lrp' ? values.rule2 : ''}`} />
              )}
              {found.difference && (
                <figure>
                  <PictureCanvas picture={found.difference} label={difference} />
                  <figcaption>{difference}</figcaption>
                </figure>
              )}
            </div>
            <p class="help">{speaksFor}</p>
            <div class="row">
              <DownloadButton name="heatmap.png" type="image/png" make={() => pngOf(found.first.picture)} />
              <DownloadButton
                name="explanation.json"
                type="application/json"
                make={() =>
                  JSON.stringify({
                    ...request,
                    ...found.first,
                    picture: undefined,
                    relevance: [...found.first.relevance],
                  })
                }
              />
            </div>
          </>
        )}
      </section>
      {found && found.first.ledger.length > 0 && (
        <section class="panel full">
          <LayerFlow ledger={found.first.ledger} chosen={values.layer} />
          <ChannelGrid request={request} />
        </section>
      )}
      {of && <CodePanel code={explainCode(of)} command={explainCommand(of)} />}
    </div>
  );
};
