import { EnvironmentError, loadPlatform } from '@strata/environment';
import type { Platform } from '@strata/environment';
import { findCheckout } from '../../checkout';
import { printJson } from '../../output';

/** Does something with the files of the checkout; with `--json`, what is wrong in them is the one document of the answer. */
export async function withPlatform(
  json: boolean | undefined,
  use: (platform: Platform, checkout: string) => void | Promise<void>,
): Promise<void> {
  const checkout = findCheckout();
  let platform: Platform;
  try {
    platform = loadPlatform(checkout);
  } catch (error) {
    if (json !== true || !(error instanceof EnvironmentError)) throw error;
    process.exitCode = 1;
    return printJson({ problems: error.problems });
  }
  await use(platform, checkout);
}
