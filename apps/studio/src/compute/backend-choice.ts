/** Backends that can be chosen in the page. */
export const backendChoices = ['wasm', 'webgl', 'cpu'] as const;

/** A backend that can be chosen. */
export type BackendChoice = (typeof backendChoices)[number];

/** The backend that was started. */
export interface StartedBackend {
  /** Its name. */
  readonly name: string;
  /** Among how many threads its work is divided. */
  readonly threads: number;
}

/** The backend that was chosen last; where nothing is remembered, or storage is closed, that of most machines. */
export const rememberedBackend = (): BackendChoice => {
  try {
    const name = localStorage.getItem('backend');
    return backendChoices.find((one) => one === name) ?? 'wasm';
  } catch {
    return 'wasm';
  }
};

/** Remembers a backend for the next time, where there is room for it. */
export const rememberBackend = (name: BackendChoice): void => {
  try {
    localStorage.setItem('backend', name);
  } catch {
    // It is chosen all the same, this time.
  }
};
