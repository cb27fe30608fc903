import { useAnswer, type Answer } from '../../compute/use-answer.js';
import { networkOf, ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { CodePanel } from '../../parts/code-panel.js';
import { Downloads } from '../../parts/downloads.js';
import { DownloadButton } from '../../parts/download-button.js';
import { pngOf } from '../../parts/pictures/rgba-canvas.js';
import { InputPanel } from '../../parts/input-panel.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { Status } from '../../parts/status.js';
import { ofDigit, svgOf, type CellPicture } from '../../parts/pictures/svg-of.js';
import { stacked, type Tensors } from '../../parts/tensors-file.js';
import { ClassBars } from '../../parts/class-bars.js';
import { classShares } from '../../compute/class-shares.js';
import { input, network, settings } from '../../state/store.js';
import { ofDigits } from '../model/only-digits.js';
import { figure, percent, words } from '../../words/words.js';
import { ChannelGrid } from './channel-grid.js';
import type { DrawnExplanation, Explained, ExplainRequest } from './explain.js';
import { explainCode, explainCommand } from './explain-code.js';
import { ExplainSettings } from './explain-settings.js';
import { viewOptions } from './explanation-options.js';
import { LayerFlow } from './layer-flow.js';
import { explainWords, ruleNames } from './explain-words.js';

/** The shape of an input. */
const digit = [28, 28, 1];

type Values = ExplainRequest['values'];

/** The answer to the view's question. */
type Found = Answer<ExplainRequest, Explained | undefined>;

/** What is said first: the class that is read, how surely, and whether it looks like a digit at all, which only networks that ship tell. */
const Belief = ({ answer: { value: found, asked, error, isBusy } }: { readonly answer: Found }) => {
  const { value: isNovel, error: unknown } = useAnswer(
    () => (found && asked && asked.network !== 'own' ? asked.input : null),
    async (studio, question) => question !== null && studio.looksNovel(question),
  );
  const { computing, nothing } = words.value;
  const text = (): string => {
    if (!found) return isBusy ? computing : nothing;
    const said = `${found.classNames[found.class]} · ${percent(found.probabilities[found.class])}`;
    return isNovel ? `${said}, ${explainWords.value.noDigit}` : said;
  };
  return <Status text={text()} error={error ?? unknown} />;
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

const titleOf = (method: Values['method'], rule: Values['rule']): string =>
  method === 'lrp' ? `LRP ${ruleNames[rule]}` : explainWords.value.methods[method];

const Codes = ({
  asked: { input: of, values, ...rest },
  found,
}: {
  readonly asked: ExplainRequest;
  readonly found: Explained;
}) => {
  const explained = {
    ...networkOf(rest.network),
    input: of,
    pixels: found.pixels,
    options: viewOptions(values),
  };
  return <CodePanel code={explainCode(explained)} command={explainCommand(explained)} />;
};

/** The maps that are shown, of one method or of two with their difference. */
const mapsOf = ({ first, second, difference }: Explained): readonly CellPicture[] =>
  [first.picture, second?.picture, difference].filter((one) => one !== undefined).map(ofDigit);

/** The map under the name that the command line has for it, and a second one beside it. */
const tensorsOf = ({ first, second }: Explained): Tensors => ({
  relevance: stacked([first.relevance], digit),
  'relevance.2': second && stacked([second.relevance], digit),
});

/** Draw, see what the network believes, and why. */
const ExplainOfDigits = () => {
  const answer: Found = useAnswer(
    () => ({ input: input.value, network: network.value, values: settings.explain.value, own: ownKey() }),
    (studio, question) => studio.explain(question, ownAsked()),
  );
  const { value: found, asked } = answer;
  const { why, speaksFor, difference } = explainWords.value;
  const { seen } = words.value;
  return (
    <div class="view explain">
      <InputPanel seen={found?.seen} />
      <section class="panel belief">
        <Belief answer={answer} />
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
        {found && asked && (
          <>
            <div class="maps">
              <MapFigure found={found.first} title={titleOf(asked.values.method, asked.values.rule)} />
              {found.second && (
                <MapFigure found={found.second} title={titleOf(asked.values.method2, asked.values.rule2)} />
              )}
              {found.difference && (
                <figure>
                  <PictureCanvas picture={found.difference} label={difference} />
                  <figcaption>{difference}</figcaption>
                </figure>
              )}
            </div>
            <p class="help">{speaksFor}</p>
          </>
        )}
        <ExplainSettings />
        {found && asked && (
          <Downloads
            name="explanation"
            pictureName="heatmap"
            picture={found.first.picture}
            svg={() => svgOf(...mapsOf(found))}
            tensors={() => tensorsOf(found)}
            asked={asked}
            said={() => ({ ...found.first, picture: undefined, relevance: [...found.first.relevance] })}
          />
        )}
      </section>
      {found && asked && found.first.ledger.length > 0 && (
        <section class="panel full">
          <LayerFlow ledger={found.first.ledger} chosen={settings.explain.value.layer} />
          {settings.explain.value.layer !== '' && <ChannelGrid request={asked} />}
        </section>
      )}
      {found && asked && <Codes asked={asked} found={found} />}
    </div>
  );
};

/** The same, or for a model of other pictures, where to look at it. */
export const ExplainView = ofDigits(ExplainOfDigits);
