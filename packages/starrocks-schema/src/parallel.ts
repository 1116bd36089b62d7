/** Limits on what runs side by side. */

interface Waiting {
  readonly urgency: number;
  readonly begin: () => void;
}

/** A number of places; whoever is most urgent gets the next free one. */
export class Places {
  private readonly waiting: Waiting[] = [];
  private free: number;

  constructor(count: number) {
    this.free = count;
  }

  /** Does some work in a place, as soon as there is one. */
  public async use<Result>(urgency: number, work: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((begin) => this.enqueue({ urgency, begin }));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next.begin();
    }
  }

  private enqueue(entry: Waiting): void {
    const at = this.waiting.findIndex(({ urgency }) => urgency < entry.urgency);
    this.waiting.splice(at < 0 ? this.waiting.length : at, 0, entry);
  }
}

/** One at a time per key. */
export class Turns {
  private readonly tails = new Map<string, Promise<void>>();

  /** Does some work when all work of the same key that came before has ended. */
  public async use<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.tails.get(key);
    let end = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    const tail = (before ?? Promise.resolve()).then(() => turn);
    this.tails.set(key, tail);
    await before;
    try {
      return await work();
    } finally {
      end();
      if (this.tails.get(key) === tail) this.tails.delete(key);
    }
  }
}

/**
 * Calls that come while one runs are done together by the next one: so many small writes become few large ones.
 * When one fails, all later ones fail alike.
 */
export class Batches<Item> {
  private last: Promise<void> = Promise.resolve();
  private next: { readonly items: Item[]; readonly done: Promise<void> } | undefined;

  constructor(private readonly work: (items: readonly Item[]) => Promise<void>) {}

  /** Resolves when the items are done. */
  public add(items: readonly Item[]): Promise<void> {
    if (this.next !== undefined) {
      this.next.items.push(...items);
      return this.next.done;
    }
    const batch = [...items];
    // Never within this call, so that what comes in the same moment goes along.
    const done = this.last.then(() => {
      this.next = undefined;
      return this.work(batch);
    });
    this.next = { items: batch, done };
    this.last = done;
    return done;
  }
}
