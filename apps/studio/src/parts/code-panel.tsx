import { useState } from 'preact/hooks';
import { words } from '../words/words.js';

const Text = ({ title, text }: { readonly title: string; readonly text: string }) => {
  const [isCopied, setCopied] = useState(false);
  const { copy, copied } = words.value;
  const toClipboard = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <details class="code">
      <summary>{title}</summary>
      <pre tabIndex={0} aria-label={title}>
        {text}
      </pre>
      <button type="button" onClick={() => void toClipboard()}>
        {isCopied ? copied : copy}
      </button>
    </details>
  );
};

/** What computes the same elsewhere: a program, and a command. */
export const CodePanel = ({ code, command }: { readonly code: string; readonly command: string }) => (
  <section class="panel codes">
    <Text title={words.value.asCode} text={code} />
    <Text title={words.value.asCommand} text={command} />
  </section>
);
