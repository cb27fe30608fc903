import { ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { useAnswer } from '../../compute/use-answer.js';
import { input, network } from '../../state/store.js';
import type { NetworkName } from '../../state/studio-state.js';
import { figure, words } from '../../words/words.js';
import { attackWords } from './attack-words.js';

/** The networks that are always compared. */
const usual = ['lenet', 'lenet-robust', 'lenet-thesis'] as const satisfies readonly NetworkName[];

/** How long the pen has to rest before the ways are looked for, in ms: there are six searches. */
const rest = 400;

/** How far the image is from being misread, network by network; those that ship beside the one that is looked at where it takes digits as they do. */
export const WaysOutTable = ({ isOfDigits }: { readonly isOfDigits: boolean }) => {
  const { value: ways = [], error } = useAnswer(
    () => ({
      input: input.value,
      networks: [...new Set([network.value, ...(isOfDigits ? usual : [])])],
      own: ownKey(),
    }),
    (studio, question) => studio.waysOut(question.input, question.networks, ownAsked()),
    rest,
  );
  const { ways: title, waysHelp, nowhere, onlyDigits } = attackWords.value;
  const { networks, network: networkWord } = words.value;
  if (error !== undefined) return <p class="note">{error}</p>;
  return (
    <section class="ways">
      <h2>{title}</h2>
      <p class="help">
        {waysHelp} {!isOfDigits && onlyDigits}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{networkWord}</th>
            <th scope="col">L2</th>
            <th scope="col">L∞</th>
          </tr>
        </thead>
        <tbody>
          {ways.map(({ network: name, class: read, ways: found }) => (
            <tr key={name}>
              <th scope="row">{networks[name]}</th>
              {(['l2', 'linf'] as const).map((norm) => {
                const way = found[norm];
                return (
                  <td key={norm}>
                    {way ? `${read} → ${way.class}: ${figure(way.length, way.length < 0.01 ? 5 : 3)}` : nowhere}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
