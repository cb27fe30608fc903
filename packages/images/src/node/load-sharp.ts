import { InterpError } from '@interp/checks';

/**
 * Sharp, which reads and writes pictures. It is compiled code, and does not load where its build for the platform is not installed or where
 * Node.js' permissions refuse compiled code; so it is loaded with the first picture, and what needs no picture works without.
 *
 * @returns sharp
 * @throws InterpError `not-found` where it does not load
 */
export const loadSharp = async (): Promise<typeof import('sharp').default> => {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    const code = cause instanceof Error ? /\bERR_[A-Z_]+/.exec(cause.message)?.[0] : undefined;
    throw new InterpError(
      'not-found',
      `sharp, which reads and writes pictures, does not load${code === undefined ? '' : ` (${code})`}; expected its build for this platform and leave to load compiled code; npm install --include=optional sharp, or give Node.js --allow-addons`,
      { cause },
    );
  }
};
