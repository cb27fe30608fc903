import { networkOf, ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { NumberControl } from '../../parts/controls.js';
import { Downloads } from '../../parts/downloads.js';
import { PictureCanvas } from '../../parts/pictures/picture-canvas.js';
import { ofDigit, svgOf } from '../../parts/pictures/svg-of.js';
import { stacked, type Tensors } from '../../parts/tensors-file.js';
import { ClassBars } from '../../parts/class-bars.js';
import { classShares } from '../../compute/class-shares.js';
import { changeValues, network, settings } from '../../state/store.js';
import type { NetworkName } from '../../state/studio-state.js';
import { ofDigits } from '../model/only-digits.js';
import { percent, words } from '../../words/words.js';
import { SegmentDisplay } from './segment-display.js';
import { segmentsCode, segmentsCommand } from './segments-code.js';
import { segmentsParameters as parameters } from './segments-parameters.js';
import { segmentsWords } from './segments-words.js';
import type { ReadSegments, SegmentsRequest } from './segments.js';
import { StateMapTable } from './state-map-table.js';

const Geometry = () => {
  const values = settings.segments.value;
  return (
    <div class="settings">
      {(['thickness', 'slant', 'right', 'down'] as const).map((name) => (
        <NumberControl
          key={name}
          label={segmentsWords.value[name]}
          parameter={parameters[name]}
          value={values[name]}
          onChange={(value) => changeValues('segments', { [name]: value })}
        />
      ))}
    </div>
  );
};

/** What one network reads, why, and which flips change that. */
const Read = ({ read: { network: of, classNames, answer, logits, why, flips } }: { readonly read: ReadSegments }) => {
  const { flips: title, none, why: whyWord } = segmentsWords.value;
  const name = words.value.networks[of];
  return (
    <section class="panel">
      <h2>{name}</h2>
      <p class="answer">
        {classNames[answer.class]} · {percent(answer.probability)}
      </p>
      <ClassBars shares={classShares(logits, answer.probabilities, classNames)} most={answer.class} />
      <figure>
        <PictureCanvas picture={why} label={`${whyWord}: ${classNames[answer.class]}`} />
        <figcaption>
          {whyWord}: {classNames[answer.class]}
        </figcaption>
      </figure>
      <p>
        {title}: {flips ? flips.flips.split('').join(', ') : none}
      </p>
    </section>
  );
};

/** What the networks read. */
const saidOf = (read: readonly ReadSegments[]): object => {
  const networks = read.map(({ network, answer, logits, flips }) => ({
    network,
    ...answer,
    logits,
    flips: flips?.flips ?? '',
  }));
  return { ...networks[0], networks };
};

/** The display, and its relevance for each network. */
const tensorsOf = (read: readonly ReadSegments[]): Tensors => {
  const shape = [28, 28, 1];
  const maps = read.map(({ network: name, relevance }) => [`relevance.${name}`, stacked([relevance], shape)] as const);
  return { images: stacked([read[0].image], shape), ...Object.fromEntries(maps) };
};

/** The network that is chosen, and beside it the thesis'; beside that one today's. */
const pairOf = (name: NetworkName): SegmentsRequest['networks'] => [
  name,
  name === 'lenet-thesis' ? 'lenet' : 'lenet-thesis',
];

/** Seven segments, shown to the network of today and to the thesis'. */
const SegmentsOfDigits = () => {
  const values = settings.segments.value;
  const { value: found, error } = useAnswer(
    () => ({ networks: pairOf(network.value), values: settings.segments.value, own: ownKey() }),
    (studio, question) => studio.segments(question, ownAsked()),
  );
  const of = networkOf(network.value);
  const { computing, failed, networks } = words.value;
  return (
    <div class="view segments">
      <section class="panel">
        <SegmentDisplay />
        <Geometry />
        {found && <PictureCanvas picture={found.picture} label={values.lit} className="seen" />}
        <p role="status" class="help">
          {error !== undefined
            ? `${failed} ${error}`
            : found
              ? found.read.map(({ answer, classNames }) => classNames[answer.class]).join(' · ')
              : computing}
        </p>
        {found && (
          <Downloads
            name="segments"
            picture={found.picture}
            svg={() => svgOf(...[found.picture, ...found.read.map(({ why }) => why)].map(ofDigit))}
            tensors={() => tensorsOf(found.read)}
            asked={values}
            said={() => saidOf(found.read)}
          />
        )}
      </section>
      {found?.read.map((read) => (
        <Read key={read.network} read={read} />
      ))}
      <section class="panel full">
        {found?.read.map(({ network: name, map }) => (
          <StateMapTable key={name} map={map} title={networks[name]} />
        ))}
      </section>
      <CodePanel code={segmentsCode(of, values)} command={segmentsCommand(of, values)} />
    </div>
  );
};

/** The same, or for a model of other pictures, where to look at it. */
export const SegmentsView = ofDigits(SegmentsOfDigits);
