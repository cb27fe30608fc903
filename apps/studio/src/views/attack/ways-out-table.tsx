import { useAnswer } from '../../compute/use-answer.js';
import type { Input } from '../../state/input.js';
import { figure, words } from '../../words/words.js';
import { attackWords } from './attack-words.js';

/** How far the image is from being misread, network by network. */
export const WaysOutTable = ({ input }: { readonly input: Input }) => {
  const { value: ways = [], error } = useAnswer(input, (studio, question) => studio.waysOut(question));
  const { ways: title, waysHelp, nowhere } = attackWords.value;
  const { networks, network } = words.value;
  if (error !== undefined) return <p class="note">{error}</p>;
  return (
    <section class="ways">
      <h2>{title}</h2>
      <p class="help">{waysHelp}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{network}</th>
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
                return <td key={norm}>{way ? `${read} → ${way.class}: ${figure(way.length, 3)}` : nowhere}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
