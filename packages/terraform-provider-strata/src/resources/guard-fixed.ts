/** Settings whose change destroys a thing and makes it anew, as they were deployed and as they are now. Pure. */

/** The fixed settings of one thing: what is written for it, without what Terraform computes. */
interface Fixed {
  /** Setting -> what is written for it; null where nothing is. Without those that are ignored. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Settings whose changes Terraform ignores. */
  readonly ignored: readonly string[];
  /** Terraform itself refuses to destroy the thing. */
  readonly preventDestroy: boolean;
}

/** One setting that changes. */
interface Difference {
  readonly setting: string;
  readonly before: string;
  readonly now: string;
  /** False where Terraform may still find that nothing changes: one of the two is computed, or was ignored. */
  readonly certain: boolean;
}

/** The rule, when a text is not the JSON of fixed settings. */
export function fixedProblem(text: string): string | undefined {
  return parse(text) === undefined
    ? 'must be JSON with an object `values`, a list of texts `ignored` and a boolean `preventDestroy`.'
    : undefined;
}

/**
 * Which settings would have a thing made anew, in words.
 *
 * What may only perhaps replace it is left to Terraform where that refuses a destruction by itself.
 *
 * @param before as deployed; undefined when that was before settings were recorded
 * @param moved address in the state -> address now: what is before may refer to the old one
 * @returns undefined when nothing does
 */
export function replacementOf(
  before: string | undefined,
  now: string | undefined,
  moved: Readonly<Record<string, string>>,
): string | undefined {
  const was = parse(renamed(before ?? '', moved));
  const is = parse(now ?? '');
  if (was === undefined || is === undefined) return undefined;
  const found = differences(was, is).filter(({ certain }) => certain || !is.preventDestroy);
  if (found.length === 0) return undefined;
  return found.map((each) => `${each.setting} ${each.before} -> ${each.now}`).join(', ');
}

/** A setting that only one of the two knows is not compared: another version of Strata wrote the other one. */
function differences(was: Fixed, is: Fixed): readonly Difference[] {
  return Object.entries(is.values).flatMap(([setting, now]): readonly Difference[] => {
    if (was.ignored.includes(setting)) {
      return [{ setting, before: 'ignored so far', now: shown(now), certain: false }];
    }
    const before = was.values[setting];
    if (before === undefined || JSON.stringify(before) === JSON.stringify(now)) return [];
    return [{ setting, before: shown(before), now: shown(now), certain: isWritten(before) && isWritten(now) }];
  });
}

/** A value that stands in the file; a reference is known only to Terraform. */
function isWritten(value: unknown): boolean {
  return value !== null && !JSON.stringify(value).includes('${');
}

function shown(value: unknown): string {
  return value === null ? 'nothing' : JSON.stringify(value);
}

/** All at once: two may change places. */
function renamed(text: string, moved: Readonly<Record<string, string>>): string {
  const addresses = Object.keys(moved);
  if (addresses.length === 0) return text;
  const pattern = new RegExp(`(?<![\\w.-])(?:${addresses.map(escaped).join('|')})(?![\\w-])`, 'g');
  return text.replace(pattern, (address) => moved[address] ?? address);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function parse(text: string): Fixed | undefined {
  const value = json(text);
  if (!isObject(value) || !isObject(value['values']) || typeof value['preventDestroy'] !== 'boolean') return undefined;
  const ignored: unknown = value['ignored'];
  if (!Array.isArray(ignored) || !ignored.every((name) => typeof name === 'string')) return undefined;
  return { values: value['values'], ignored, preventDestroy: value['preventDestroy'] };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
