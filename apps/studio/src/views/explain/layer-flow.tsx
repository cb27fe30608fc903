import type { LedgerRow } from '@interp/lrp';
import { changeValues } from '../../state/store.js';
import { figure } from '../../words/words.js';
import { explainWords } from './explain-words.js';

/** Where the score goes: a bar for each layer, as long as the relevance that it hands down; choosing one shows its channels. */
export const LayerFlow = ({ ledger, chosen }: { readonly ledger: readonly LedgerRow[]; readonly chosen: string }) => {
  const { ledger: title, ledgerHelp, lost } = explainWords.value;
  const largest = Math.max(...ledger.map((row) => Math.max(Math.abs(row.in), Math.abs(row.out))), 1e-12);
  const share = (value: number): number => Math.abs(value) / largest;
  return (
    <section class="flow">
      <h3>{title}</h3>
      <p class="help">{ledgerHelp}</p>
      <ol>
        {ledger.map(({ layer, in: arrived, out, bias, stabiliser, empty }) => (
          <li key={layer}>
            <button
              type="button"
              aria-pressed={layer === chosen}
              onClick={() => changeValues('explain', { layer: layer === chosen ? '' : layer, channel: '' })}
            >
              {layer}
            </button>
            <meter
              class={arrived < 0 ? 'against' : 'for'}
              min={0}
              max={1}
              value={share(arrived)}
              aria-label={`${layer}: ${figure(arrived, 3)}`}
            />
            <span class="number">
              {figure(arrived, 2)} → {figure(out, 2)}
            </span>
            <span class="number lost" title={lost}>
              {figure(bias + stabiliser + empty, 2)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};
