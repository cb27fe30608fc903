import { codeInput, networkOf, ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { useReader } from '../../compute/models/use-reader.js';
import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { InputPanel } from '../../parts/input-panel.js';
import { Status } from '../../parts/status.js';
import { input, network, settings } from '../../state/store.js';
import { figure, words } from '../../words/words.js';
import { PicturePanel } from '../model/picture-panel.js';
import { attackCode, attackCommand } from './attack-code.js';
import { AttackDownloads } from './attack-downloads.js';
import { attackOptions, targetOf } from './attack-options.js';
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
    ...{ input: asked.input, given: codeInput(found.pixels, found.given), seed: values.seed },
    options: attackOptions(values, found),
    target: targetOf(values, found.classNames.length),
  };
  return <CodePanel code={attackCode(of)} command={attackCommand(of)} />;
};

/** How little it takes to fool the network. */
export const AttackView = () => {
  const reader = useReader();
  const {
    value: found,
    asked,
    error,
    isBusy,
  } = useAnswer(
    () => ({ input: input.value, network: network.value, values: settings.attack.value, own: ownKey() }),
    (studio, question) => studio.attack(question, ownAsked()),
  );
  const { changed, help, from, to, attack } = attackWords.value;
  const { computing, nothing } = words.value;
  const seen = found?.before.picture;
  return (
    <div class="view attack">
      {reader.isOfDigits ? <InputPanel seen={seen} /> : <PicturePanel seen={seen} />}
      <section class="panel wide">
        <h2>{attack}</h2>
        <AttackSettings classNames={reader.classNames} />
        <Status text={found ? attackedText(found) : isBusy ? computing : nothing} error={error} />
        {found && (
          <>
            <AttackedPictures found={found} />
            <p class="help">
              {changed}: L∞ {figure(found.item.linf, found.item.linf < 0.01 ? 5 : 3)}, L2 {figure(found.item.l2, 3)}, L1{' '}
              {figure(found.item.l1, 1)}. {from} {figure(found.bounds[0], 2)} {to} {figure(found.bounds[1], 2)}. {help}
            </p>
            <AttackDownloads found={found} asked={asked} />
          </>
        )}
      </section>
      {reader.isOfDigits && <AttackedBeside />}
      <section class="panel full">
        <WaysOutTable isOfDigits={reader.isOfDigits} />
      </section>
      {found && asked && <Codes asked={asked} found={found} />}
    </div>
  );
};
