/** Orders objects so that each comes after what it needs, and finds circles. */

interface Node {
  readonly id: string;
  readonly references: readonly string[];
}

interface Order<Item extends Node> {
  /** Ties are broken by id, so that the order is always the same. */
  readonly ordered: readonly Item[];
  /** Circles: the ids from one object back to itself, without its repetition at the end. */
  readonly circles: readonly (readonly string[])[];
}

/** Sorts by references; items of a circle are not in `ordered`. */
export function orderByReferences<Item extends Node>(items: readonly Item[]): Order<Item> {
  const byId = new Map([...items].sort((left, right) => (left.id < right.id ? -1 : 1)).map((item) => [item.id, item]));
  const walk = new Walk(byId);
  for (const id of byId.keys()) walk.visit(id);
  return { ordered: walk.ordered, circles: walk.circles };
}

/** A depth-first walk with a stack of its own: chains of views may be longer than the call stack. */
class Walk<Item extends Node> {
  public readonly ordered: Item[] = [];
  public readonly circles: string[][] = [];
  private readonly state = new Map<string, 'open' | 'done'>();
  private readonly inCircle = new Set<string>();
  private readonly items: ReadonlyMap<string, Item>;

  constructor(items: ReadonlyMap<string, Item>) {
    this.items = items;
  }

  public visit(start: string): void {
    const path: { readonly id: string; next: number }[] = [];
    const open = (id: string): void => {
      this.state.set(id, 'open');
      path.push({ id, next: 0 });
    };
    if (!this.state.has(start)) open(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const reference = this.items.get(top.id)?.references[top.next];
      top.next += 1;
      if (reference === undefined) {
        this.close(top.id);
        path.pop();
      } else if (this.state.get(reference) === 'open')
        this.circle(
          path.map((step) => step.id),
          reference,
        );
      else if (this.items.has(reference) && !this.state.has(reference)) open(reference);
    }
  }

  private circle(path: readonly string[], to: string): void {
    const ids = path.slice(path.indexOf(to));
    this.circles.push(ids);
    for (const id of ids) this.inCircle.add(id);
  }

  private close(id: string): void {
    this.state.set(id, 'done');
    const item = this.items.get(id);
    if (item !== undefined && !this.inCircle.has(id)) this.ordered.push(item);
  }
}
