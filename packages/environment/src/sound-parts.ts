import { environmentFileSchema } from './schema/environment-file';
import type { EnvironmentFile } from './schema/environment-file';

export type FileKey = keyof EnvironmentFile;

export interface SoundParts {
  /** What is right by itself, with stand-ins for the rest of what there must be. */
  readonly file: EnvironmentFile;
  /** Keys whose values are wrong or missing: `file` says nothing true about them. */
  readonly faulty: ReadonlySet<FileKey>;
}

/** In the place of wrong values. No rule that reads the key is asked. */
const STAND_INS = {
  team: 'team',
  stage: 'dev',
  target: 'sandbox',
  owner: 'owner@example.com',
  region: 'cn-shanghai',
  zones: ['cn-shanghai-a'],
  secrets: { admin: 'sandbox:admin' },
} as const satisfies { readonly [K in RequiredKey]: EnvironmentFile[K] | readonly string[] };

type RequiredKey = { [K in FileKey]: undefined extends EnvironmentFile[K] ? never : K }[FileKey];

/** The parts of a file with faults that other rules can be asked about. */
export function soundParts(written: unknown): SoundParts {
  const values = typeof written === 'object' && written !== null ? (written as Readonly<Record<string, unknown>>) : {};
  const sound: Record<string, unknown> = {};
  const faulty = new Set<FileKey>();
  for (const key of Object.keys(environmentFileSchema.shape) as FileKey[]) {
    const { success, data } = environmentFileSchema.shape[key].safeParse(values[key]);
    if (!success) faulty.add(key);
    else if (data !== undefined) sound[key] = data;
  }
  return { file: { ...structuredClone(STAND_INS), ...sound }, faulty };
}
