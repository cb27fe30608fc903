import { useAnswer } from '../../compute/use-answer.js';
import { CodePanel } from '../../parts/code-panel.js';
import { DownloadButton } from '../../parts/download-button.js';
import { pngOf } from '../../parts/rgba-canvas.js';
import { InputPanel } from '../../parts/input-panel.js';
import { PictureCanvas } from '../../parts/picture-canvas.js';
import type { Rgba } from '../../compute/pictures.js';
import { state } from '../../state/store.js';
import { shippedNetwork } from '../../state/studio-state.js';
import { figure, percent, words } from '../../words/words.js';
import { attackCode, attackCommand } from './attack-code.js';
import { attackOptions } from './attack-options.js';
import { AttackSettings } from './attack-settings.js';
import { attackWords } from './attack-words.js';
import type { Attacked, AttackRequest } from './attack.js';
import { WaysOutTable } from './ways-out-table.js';

const statusText = ({ before, after, item }: Attacked): string => {
  const { fooled, held, unchanged } = attackWords.value;
  const said = { succeeded: fooled, failed: held, 'already-wrong': unchanged, 'already-target': unchanged }[
    item.outcome
  ];
  return `${before.class} → ${after.class} · ${percent(after.probability)}. ${said}.`;
};

const Shown = ({ picture, text }: { readonly picture: Rgba; readonly text: string }) => (
  <figure>
    <PictureCanvas picture={picture} label={text} />
    <figcaption>{text}</figcaption>
  </figure>
);

/** How little it takes to fool the network. */
export const AttackView = () => {
  const { input, network, values: all } = state.value;
  const values = all.attack;
  const request: AttackRequest = { input, network: shippedNetwork(network), values };
  const { value: found, error, isBusy } = useAnswer(request, (studio, question) => studio.attack(question));
  const { before, added, after, whyBefore, whyAfter, changed, help, attack } = attackWords.value;
  const { computing, failed, nothing } = words.value;
  const of = found && {
    ...{ input, pixels: found.pixels, network: request.network, options: attackOptions(values), seed: values.seed },
    target: values.target === 'any' ? undefined : Number(values.target),
  };
  return (
    <div class="view attack">
      <InputPanel seen={found?.before.picture} />
      <section class="panel wide">
        <h2>{attack}</h2>
        <AttackSettings />
        <p role="status" class="answer">
          {error !== undefined ? `${failed} ${error}` : found ? statusText(found) : isBusy ? computing : nothing}
        </p>
        {found && (
          <>
            <div class="maps">
              <Shown
                picture={found.before.picture}
                text={`${before}: ${found.before.class}, ${percent(found.before.probability)}`}
              />
              <Shown picture={found.perturbation} text={added} />
              <Shown
                picture={found.after.picture}
                text={`${after}: ${found.after.class}, ${percent(found.after.probability)}`}
              />
              <Shown picture={found.before.why} text={`${whyBefore}: ${found.before.class}`} />
              <Shown picture={found.after.why} text={`${whyAfter}: ${found.after.class}`} />
            </div>
            <p class="help">
              {changed}: L∞ {figure(found.item.linf, 3)}, L2 {figure(found.item.l2, 3)}, L1 {figure(found.item.l1, 1)}.{' '}
              {help}
            </p>
            <div class="row">
              <DownloadButton name="digit.png" type="image/png" make={() => pngOf(found.before.picture)} />
              <DownloadButton name="adversarial.png" type="image/png" make={() => pngOf(found.after.picture)} />
              <DownloadButton
                name="attack.json"
                type="application/json"
                make={() => JSON.stringify({ ...request, ...found.item, adversarial: [...found.adversarial] })}
              />
            </div>
          </>
        )}
      </section>
      <section class="panel full">
        <WaysOutTable input={input} />
      </section>
      {of && <CodePanel code={attackCode(of)} command={attackCommand(of)} />}
    </div>
  );
};
