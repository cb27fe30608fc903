/** The environment of a process whose WebGPU is computed by SwiftShader, which Debian's `chromium` brings; undefined where there is none. */
export function softwareGpu(): Record<string, string> | undefined;
/** The environment of a process that finds no driver of a graphics card. */
export const noGpu: Readonly<Record<string, string>>;
