/** A door before a server: sees each statement of those who come in, and can shut for good before one or behind it. */

import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** Before a statement reaches the server, or when it took effect and nobody heard of it. */
export type Moment = 'before' | 'after';

/** Whether the door shuts at this moment of a writing statement. */
export type Aim = (sql: string, moment: Moment) => boolean;

const WRITES = /^\s*(CREATE|ALTER|DROP|INSERT|REFRESH|GRANT|REVOKE|PAUSE|RESUME|STOP|SUBMIT)\b/i;
const HEADER = 4;
const COM_QUERY = 3;
const ERROR = 0xff;

export class Door {
  /** Writing statements that took effect, in the order of their answers. */
  public readonly took: string[] = [];
  private readonly guests = new Set<Guest>();
  private aim: Aim = () => false;
  private onShut: () => void = () => undefined;
  private isShut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (socket) => this.welcome(socket));
  }

  public static async open(target: number): Promise<Door> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Door(server, target);
  }

  public get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Lets statements through until the aim is met. @param onShut is called then, once */
  public watch(aim: Aim, onShut: () => void): void {
    this.aim = aim;
    this.onShut = onShut;
    this.isShut = false;
  }

  /** Waits for what is on its way in the server, and sends everybody home. */
  public async clear(): Promise<void> {
    await Promise.all([...this.guests].map((guest) => guest.answered()));
    for (const guest of this.guests) guest.leave();
    this.guests.clear();
  }

  public async close(): Promise<void> {
    await this.clear();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private welcome(socket: Socket): void {
    const guest = new Guest(socket, connect(this.target, '127.0.0.1'), {
      asks: (sql) => this.passes(sql, 'before'),
      answered: (sql, isError) => {
        if (isError) return !this.isShut;
        if (WRITES.test(sql)) this.took.push(sql);
        return this.passes(sql, 'after');
      },
    });
    this.guests.add(guest);
    guest.onGone(() => this.guests.delete(guest));
  }

  private passes(sql: string, moment: Moment): boolean {
    if (this.isShut) return false;
    if (!WRITES.test(sql) || !this.aim(sql, moment)) return true;
    this.isShut = true;
    this.onShut();
    return false;
  }
}

interface Watch {
  /** Whether a statement may go to the server. */
  readonly asks: (sql: string) => boolean;
  /** Whether its answer may come back. */
  readonly answered: (sql: string, isError: boolean) => boolean;
}

/** One connection of a client, with its own to the server. */
class Guest {
  private fromClient = Buffer.alloc(0);
  private open: { readonly sql: string; readonly done: () => void } | undefined;
  private last: Promise<void> = Promise.resolve();
  private isHeld = false;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly watch: Watch,
  ) {
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // A process that is killed resets its connections.
      socket.on('error', () => undefined);
    }
    client.on('data', (data) => this.take(data));
    server.on('data', (data) => this.give(data));
    client.on('end', () => void this.last.then(() => server.end()));
    server.on('end', () => client.end());
    server.on('close', () => this.open?.done());
  }

  public onGone(gone: () => void): void {
    this.server.on('close', gone);
  }

  public answered(): Promise<void> {
    return this.last;
  }

  public leave(): void {
    this.client.destroy();
    this.server.destroy();
  }

  /** Packets go on whole: a length of three bytes, a number, and what is in it. */
  private take(data: Buffer): void {
    this.fromClient = Buffer.concat([this.fromClient, data]);
    while (!this.isHeld && this.fromClient.length >= HEADER) {
      const end = HEADER + this.fromClient.readUIntLE(0, 3);
      if (this.fromClient.length < end) return;
      const packet = this.fromClient.subarray(0, end);
      this.fromClient = this.fromClient.subarray(end);
      this.send(packet);
    }
  }

  private send(packet: Buffer): void {
    const isQuery = packet[3] === 0 && packet[HEADER] === COM_QUERY;
    if (!isQuery) {
      this.server.write(packet);
      return;
    }
    const sql = packet.toString('utf8', HEADER + 1);
    if (!this.watch.asks(sql)) {
      this.isHeld = true;
      return;
    }
    this.last = new Promise((done) => {
      this.open = { sql, done };
    });
    this.server.write(packet);
  }

  /** The first bytes of an answer tell whether the statement was refused. */
  private give(data: Buffer): void {
    const { open } = this;
    this.open = undefined;
    if (open !== undefined) {
      if (!this.watch.answered(open.sql, data[HEADER] === ERROR)) this.isHeld = true;
      open.done();
    }
    if (!this.isHeld) this.client.write(data);
  }
}
