import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const folder = '/usr/lib/chromium';
const driver = `${folder}/vk_swiftshader_icd.json`;

/**
 * The environment of a process whose WebGPU is computed by SwiftShader, which Debian's `chromium` brings, with its loader of Vulkan drivers.
 *
 * @returns {Record<string, string> | undefined} environment variables; undefined where there is no SwiftShader
 */
export const softwareGpu = () =>
  existsSync(driver)
    ? { VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver, LD_LIBRARY_PATH: folder, XDG_RUNTIME_DIR: tmpdir() }
    : undefined;

/** The environment of a process that finds no driver of a graphics card. */
export const noGpu = { VK_ICD_FILENAMES: '/nonexistent', VK_DRIVER_FILES: '/nonexistent' };
