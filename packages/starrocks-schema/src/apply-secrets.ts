/** The secrets of a run: their values for the statements that are sent, their marks for the ledger. */

import type { Definition } from './definition';
import type { ResolveSecret } from './introspect-secrets';
import type { LedgerEntry, ObjectId } from './model';
import { fits, markOf } from './secret-mark';
import { secretPlaces } from './secret-places';
import { secretReferences } from './secrets';

export class RunSecrets {
  /** What was sent for an object, by reference. */
  private readonly sent = new Map<ObjectId, Map<string, string>>();

  constructor(
    private readonly environment: string,
    private readonly resolve?: ResolveSecret,
  ) {}

  /** Values of the references in a statement on an object, as they are about to be sent. */
  public async valuesFor(object: ObjectId, statement: string): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>();
    if (this.resolve === undefined) return values;
    for (const reference of secretReferences(statement)) values.set(reference, await this.resolve(reference));
    this.sent.set(object, new Map([...(this.sent.get(object) ?? []), ...values]));
    return values;
  }

  /** Marks of all secrets that an object has now: of what was sent, else as they were, else of what is taken as applied. */
  public async marksOf(
    object: ObjectId,
    definition: Definition | undefined,
    known: LedgerEntry['secrets'] = {},
  ): Promise<Readonly<Record<string, string>>> {
    const references = new Set(definition === undefined ? [] : secretPlaces(definition).map((one) => one.reference));
    const marks = await Promise.all(
      [...references].map(async (reference) => {
        const mark = await this.markOf(object, reference, known[reference]);
        return mark === undefined ? [] : [[reference, mark] as const];
      }),
    );
    return Object.fromEntries(marks.flat());
  }

  private async markOf(object: ObjectId, reference: string, known: string | undefined): Promise<string | undefined> {
    const sent = this.sent.get(object)?.get(reference);
    if (sent === undefined && known !== undefined) return known;
    const value = sent ?? (await this.resolve?.(reference).catch(() => undefined));
    if (value === undefined) return undefined;
    const place = [this.environment, object, reference];
    return known !== undefined && (await fits(known, value, place)) ? known : markOf(value, place);
  }
}
