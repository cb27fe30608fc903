import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { backendChoices, usualBackend, type BackendChoice } from './compute/backend-choice.js';
import { askAgain, backend, chooseBackend, failure, generation, waiting } from './compute/client.js';
import { modelFiles } from './compute/models/opened-files.js';
import { messageOf } from './compute/message-of.js';
import { ChoiceControl } from './parts/controls.js';
import { isNarrow } from './parts/media.js';
import { canRedo, canUndo, change, language, network, redo, stop, undo, view } from './state/store.js';
import { languages, networkNames, viewNames, type ViewName } from './state/studio-state.js';
import { words } from './words/words.js';

const Backend = () => {
  const { backend: label, threads } = words.value;
  const started = backend.value;
  return (
    <>
      <ChoiceControl
        label={label}
        parameter={{ choices: backendChoices }}
        value={(started?.name ?? usualBackend) as BackendChoice}
        onChange={chooseBackend}
      />
      {started && started.threads > 1 && (
        <span class="help">
          {started.threads} {threads}
        </span>
      )}
    </>
  );
};

/** What is the same for all views: the network, what computes, the language. */
const Settings = () => {
  const said = words.value;
  return (
    <>
      <ChoiceControl
        label={said.network}
        parameter={{ choices: networkNames }}
        value={network.value}
        labels={said.networks}
        onChange={(value) => change({ network: value })}
      />
      <Backend />
      <ChoiceControl
        label={said.language}
        parameter={{ choices: languages }}
        value={language.value}
        labels={{ en: 'English', es: 'Español' }}
        onChange={(value) => change({ language: value })}
      />
    </>
  );
};

const Header = () => {
  const { title, tagline, views, settings, undo: undoWord, redo: redoWord } = words.value;
  return (
    <header>
      <h1>{title}</h1>
      <p class="tagline">{tagline}</p>
      <nav aria-label={title}>
        {viewNames.map((name) => (
          <a
            key={name}
            href={`#${name}`}
            aria-current={name === view.value ? 'page' : undefined}
            onClick={(event) => {
              event.preventDefault();
              change({ view: name, stop: 0 });
            }}
          >
            {views[name]}
          </a>
        ))}
      </nav>
      <div class="row settings">
        {isNarrow.value ? (
          <details>
            <summary>{settings}</summary>
            <Settings />
          </details>
        ) : (
          <Settings />
        )}
        <button type="button" disabled={!canUndo.value} onClick={undo}>
          {undoWord}
        </button>
        <button type="button" disabled={!canRedo.value} onClick={redo}>
          {redoWord}
        </button>
      </div>
    </header>
  );
};

/** The views, the panel of a stop, and what opens a model where one is wanted and none is open; each is fetched where it is first shown. */
const parts = {
  explain: async () => (await import('./views/explain/explain-view.js')).ExplainView,
  imagine: async () => (await import('./views/imagine/imagine-view.js')).ImagineView,
  attack: async () => (await import('./views/attack/attack-view.js')).AttackView,
  segments: async () => (await import('./views/segments/segments-view.js')).SegmentsView,
  thesis: async () => (await import('./views/thesis/thesis-view.js')).ThesisView,
  model: async () => (await import('./views/model/model-view.js')).ModelView,
  results: async () => (await import('./views/results/results-view.js')).ResultsView,
  stop: async () => (await import('./views/thesis/stop-panel.js')).StopPanel,
  missing: async () => (await import('./views/model/open-panel.js')).OpenPanel,
} satisfies Readonly<Record<ViewName | 'stop' | 'missing', () => Promise<() => JSX.Element | null>>>;

/** Those that have been fetched. */
const fetched = signal<Partial<Record<keyof typeof parts, () => JSX.Element | null>>>({});

const fetchPart = async (name: keyof typeof parts): Promise<void> => {
  waiting.value++;
  try {
    const part = await parts[name]();
    fetched.value = { ...fetched.peek(), [name]: part };
  } catch (error) {
    failure.value = messageOf(error);
  }
  waiting.value--;
};

/** A part of the page; until it has been fetched, that it is coming. */
const Part = ({ name }: { readonly name: keyof typeof parts }) => {
  const Shown = fetched.value[name];
  useLayoutEffect(() => {
    if (!Shown) void fetchPart(name);
  }, [name, generation.value]);
  return Shown ? <Shown /> : <p role="status">{words.value.computing}</p>;
};

const busy = computed(() => waiting.value > 0);

/** The page. */
export const App = () => {
  document.documentElement.lang = language.value;
  return (
    <>
      <Header />
      {failure.value && (
        <p class="failure" role="alert">
          {words.value.failed} {failure.value}{' '}
          <button type="button" onClick={askAgain}>
            {words.value.tryAgain}
          </button>
        </p>
      )}
      <main aria-busy={busy}>
        {stop.value > 0 && <Part name="stop" />}
        {network.value === 'own' && view.value !== 'model' && !modelFiles.value && <Part name="missing" />}
        <Part name={view.value} />
      </main>
    </>
  );
};
