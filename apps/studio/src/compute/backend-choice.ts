const names = ['wasm', 'webgl', 'webgpu', 'cpu'] as const;

/** A backend that can be chosen. */
export type BackendChoice = (typeof names)[number];

/** Backends that can be chosen in the page: WebGPU where the browser has it. */
export const backendChoices: readonly BackendChoice[] = names.filter(
  (name) => name !== 'webgpu' || (typeof navigator !== 'undefined' && 'gpu' in navigator),
);

/** What works everywhere. */
export const usualBackend = 'wasm' satisfies BackendChoice;

/** The backend that was started. */
export interface StartedBackend {
  /** Its name. */
  readonly name: string;
  /** Among how many threads its work is divided. */
  readonly threads: number;
  /** Why it is not the one that was asked for; undefined where it is. */
  readonly instead?: string | undefined;
}

/** The backend that was chosen last; where nothing is remembered, or storage is closed, that of most machines. */
export const rememberedBackend = (): BackendChoice => {
  try {
    const name = localStorage.getItem('backend');
    return backendChoices.find((one) => one === name) ?? usualBackend;
  } catch {
    return usualBackend;
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
