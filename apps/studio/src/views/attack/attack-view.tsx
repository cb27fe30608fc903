import { networkOf, ownAsked, ownKey } from '../../compute/models/own-asked.js';
import type { Rgba } from '../../compute/pictures.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { DownloadButton } from '../../parts/download-button.js';
import { pngOf } from '../../parts/rgba-canvas.js';
import { PictureDownloads } from '../../parts/picture-downloads.js';
import { ofDigit, svgOf } from '../../parts/svg-of.js';
import { tensorsFile } from '../../parts/tensors-file.js';
import { Status } from '../../parts/status.js';
import { InputPanel } from '../../parts/input-panel.js';
import { input, network, settings } from '../../state/store.js';
import { figure, words } from '../../words/words.js';
import { attackCode, attackCommand } from './attack-code.js';
import { attackOptions } from './attack-options.js';
import { AttackSettings } from './attack-settings.js';
import { AttackedBeside } from './attacked-beside.js';
import { AttackedPictures, attackedText } from './attacked-pictures.js';
import { attackWords } from './attack-words.js';
import type { Attacked, AttackRequest } from './attack.js';
import { WaysOutTable } from './ways-out-table.js';

const Codes = ({ asked, found }: { readonly asked: AttackRequest; readonly found: Attacked }) => {
  const { values } = asked;
  const of = {
    ...networkOf(asked.network),
    ...{ input: asked.input, pixels: found.pixels, options: attackOptions(values), seed: values.seed },
    target: values.target === 'any' ? undefined : Number(values.target),
  };
  return <CodePanel code={attackCode(of)} command={attackCommand(of)} />;
};

/** What is shown of an attack: the image, what is added, what comes of it, and why each on the way is read as it is. */
const picturesOf = ({ before, perturbation, after, way }: Attacked): readonly Rgba[] => [
  ...[before.picture, perturbation, after.picture],
  ...way.map(({ why }) => why),
];

/** How little it takes to fool the network. */
export const AttackView = () => {
  const {
    value: found,
    asked,
    error,
    isBusy,
  } = useAnswer(
    () => ({ input: input.value, network: network.value, values: settings.attack.value, own: ownKey() }),
    (studio, question) => studio.attack(question, ownAsked()),
  );
  const { changed, help, attack } = attackWords.value;
  const { computing, nothing } = words.value;
  return (
    <div class="view attack">
      <InputPanel seen={found?.before.picture} />
      <section class="panel wide">
        <h2>{attack}</h2>
        <AttackSettings />
        <Status text={found ? attackedText(found) : isBusy ? computing : nothing} error={error} />
        {found && (
          <>
            <AttackedPictures found={found} />
            <p class="help">
              {changed}: L∞ {figure(found.item.linf, 3)}, L2 {figure(found.item.l2, 3)}, L1 {figure(found.item.l1, 1)}.{' '}
              {help}
            </p>
            <div class="row">
              <DownloadButton name="digit.png" type="image/png" make={() => pngOf(found.before.picture)} />
              <PictureDownloads
                name="adversarial"
                picture={found.after.picture}
                svg={() => svgOf(...picturesOf(found).map(ofDigit))}
              />
              <DownloadButton
                name="attack.safetensors"
                type=""
                make={() => tensorsFile({ adversarial: { shape: [1, 28, 28, 1], data: found.adversarial } })}
              />
              <DownloadButton
                name="attack.json"
                type="application/json"
                make={() =>
                  JSON.stringify({ ...asked, own: undefined, ...found.item, adversarial: [...found.adversarial] })
                }
              />
            </div>
          </>
        )}
      </section>
      <AttackedBeside />
      <section class="panel full">
        <WaysOutTable />
      </section>
      {found && asked && <Codes asked={asked} found={found} />}
    </div>
  );
};
