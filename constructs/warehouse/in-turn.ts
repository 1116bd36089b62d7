import { dependable } from 'cdktf';
import type { TerraformResource } from 'cdktf';

/** Changes of one instance, which refuses a second change while it is being changed: each comes after the one before. */
export class InTurn {
  private first: TerraformResource | undefined;
  private last: TerraformResource | undefined;

  /** Puts a resource behind all that were added. */
  public add<T extends TerraformResource>(resource: T): T {
    if (this.last !== undefined) waitFor(resource, this.last);
    this.first ??= resource;
    this.last = resource;
    return resource;
  }

  /** Puts a resource before all that were added. */
  public addFirst<T extends TerraformResource>(resource: T): T {
    if (this.first !== undefined) waitFor(this.first, resource);
    this.first = resource;
    this.last ??= resource;
    return resource;
  }
}

function waitFor(resource: TerraformResource, before: TerraformResource): void {
  resource.dependsOn = [...(resource.dependsOn ?? []), dependable(before)];
}
