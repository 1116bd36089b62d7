import type { Socket } from 'node:net';

import { ConnectionCut, SqlError } from '../errors';
import { Command } from './constants';
import {
  binaryRow,
  columnCountPacket,
  columnPacket,
  eofPacket,
  errorPacket,
  okPacket,
  parameterPacket,
  preparedPacket,
  textRow,
} from './encode';
import {
  authSwitchRequest,
  greeting,
  needsSwitch,
  newScramble,
  readChangeUser,
  readLogin,
  verifyToken,
} from './handshake';
import type { Login } from './handshake';
import { MessageSplitter, PayloadReader, PayloadWriter, frame } from './packet';
import type { Message } from './packet';
import { readParameters } from './parameters';
import type { ParameterTypes } from './parameters';
import type { StatementResult } from './result';
import type { ProtocolSession } from './session';

interface Prepared {
  readonly text: string;
  readonly parameters: number;
  types: ParameterTypes;
  longData: Map<number, Buffer>;
}

/** Bytes that are collected before they are written to the socket. */
const FLUSH_BYTES = 64 * 1024;

/** One client: reads its commands in order and answers each. */
export class ClientConnection {
  private readonly splitter = new MessageSplitter();
  private readonly scramble = newScramble();
  private readonly prepared = new Map<number, Prepared>();
  private lastPrepared = 0;
  private sequence = 0;
  private state: 'greeted' | 'switched' | 'ready' = 'greeted';
  private pendingLogin: Login | undefined;
  private capabilities = 0;
  private queue: Promise<void> = Promise.resolve();
  private outgoing: Buffer[] = [];
  private outgoingBytes = 0;

  constructor(
    private readonly socket: Socket,
    private readonly session: ProtocolSession,
    connectionId: number,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      for (const message of this.splitter.push(chunk)) this.queue = this.queue.then(() => this.receive(message));
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => session.close());
    this.send(greeting(connectionId, this.scramble));
    void this.flush();
  }

  /** Ends the connection after the answer that is being written. */
  public end(): void {
    this.socket.end();
  }

  public destroy(): void {
    this.socket.destroy();
  }

  private async receive(message: Message): Promise<void> {
    this.sequence = message.sequence + 1;
    try {
      if (this.state === 'ready') await this.command(message.payload);
      else this.authenticate(message.payload);
    } catch (error) {
      if (error instanceof ConnectionCut) {
        await this.cut(error);
        return;
      }
      this.send(errorPacket(asSqlError(error)));
      if (this.state !== 'ready') {
        await this.flush();
        this.socket.end();
      }
    }
    await this.flush();
  }

  private async cut({ answer }: ConnectionCut): Promise<void> {
    if (answer === undefined) {
      this.socket.destroy();
      return;
    }
    this.send(errorPacket(answer));
    await this.flush();
    this.socket.end();
  }

  private authenticate(payload: Buffer): void {
    if (this.state === 'switched' && this.pendingLogin !== undefined) {
      this.login({ ...this.pendingLogin, token: payload });
      return;
    }
    const login = readLogin(payload);
    this.capabilities = login.capabilities;
    this.login(login);
  }

  private login(login: Login): void {
    if (this.state !== 'switched' && needsSwitch(login)) {
      this.pendingLogin = login;
      this.state = 'switched';
      this.send(authSwitchRequest(this.scramble));
      return;
    }
    this.session.login({
      user: login.user,
      database: login.database,
      verify: (hash) => verifyToken(this.scramble, login.token, hash),
      usedPassword: login.token.length > 0,
    });
    this.state = 'ready';
    this.pendingLogin = undefined;
    this.send(okPacket(0, '', false));
  }

  private async command(payload: Buffer): Promise<void> {
    const body = payload.subarray(1);
    switch (payload[0]) {
      case Command.QUIT:
        this.socket.end();
        return;
      case Command.INIT_DB:
        this.session.use(body.toString('utf8'));
        this.send(okPacket(0, '', false));
        return;
      case Command.QUERY:
        for await (const { result, last } of this.session.run(body.toString('utf8')))
          await this.answer(result, !last, false);
        return;
      case Command.FIELD_LIST:
        this.fieldList(new PayloadReader(body).nullTerminated());
        return;
      case Command.STATISTICS:
        this.send(new PayloadWriter().text('Uptime: 1  Threads: 1').finish());
        return;
      case Command.PING:
        this.send(okPacket(0, '', false));
        return;
      case Command.CHANGE_USER:
        this.state = 'greeted';
        this.login(readChangeUser(body, this.capabilities));
        return;
      case Command.RESET_CONNECTION:
        this.prepared.clear();
        this.session.reset();
        this.send(okPacket(0, '', false));
        return;
      case Command.SET_OPTION:
        this.send(eofPacket(false));
        return;
      default:
        await this.statementCommand(payload[0] ?? 0, body);
    }
  }

  private async statementCommand(code: number, body: Buffer): Promise<void> {
    switch (code) {
      case Command.STMT_PREPARE:
        this.prepare(body.toString('utf8'));
        return;
      case Command.STMT_EXECUTE:
        await this.execute(body);
        return;
      case Command.STMT_SEND_LONG_DATA: {
        const reader = new PayloadReader(body);
        const statement = this.prepared.get(reader.uint32());
        const index = reader.uint16();
        const before = statement?.longData.get(index) ?? Buffer.alloc(0);
        statement?.longData.set(index, Buffer.concat([before, reader.rest()]));
        return;
      }
      case Command.STMT_CLOSE:
        this.prepared.delete(new PayloadReader(body).uint32());
        return;
      case Command.STMT_RESET:
        this.prepared.get(new PayloadReader(body).uint32())?.longData.clear();
        this.send(okPacket(0, '', false));
        return;
      default:
        throw new SqlError(1047, `Unsupported command(${code})`);
    }
  }

  private fieldList(table: string): void {
    for (const column of this.session.fields(table)) this.send(columnPacket(column, true));
    this.send(eofPacket(false));
  }

  private prepare(text: string): void {
    const parameters = this.session.prepare(text);
    const id = (this.lastPrepared += 1);
    this.prepared.set(id, { text, parameters, types: [], longData: new Map() });
    this.send(preparedPacket(id, 0, parameters));
    if (parameters === 0) return;
    for (let index = 0; index < parameters; index += 1) this.send(parameterPacket());
    this.send(eofPacket(false));
  }

  private async execute(body: Buffer): Promise<void> {
    const id = body.readUInt32LE(0);
    const statement = this.prepared.get(id);
    if (statement === undefined)
      throw new SqlError(1243, `Unknown prepared statement handler (${id}) given to EXECUTE`);
    const { values, types } = readParameters(
      body.subarray(9),
      statement.parameters,
      statement.types,
      statement.longData,
    );
    statement.types = types;
    statement.longData.clear();
    await this.answer(await this.session.execute(statement.text, values), false, true);
  }

  private async answer(result: StatementResult, more: boolean, binary: boolean): Promise<void> {
    if (result.kind === 'ok') {
      this.send(okPacket(result.affectedRows, result.info, more, result.warnings));
      return;
    }
    this.send(columnCountPacket(result.columns.length));
    for (const column of result.columns) this.send(columnPacket(column, false));
    this.send(eofPacket(false));
    for await (const batch of result.batches) {
      for (const row of batch) this.send(binary ? binaryRow(row, result.columns) : textRow(row));
      if (this.outgoingBytes >= FLUSH_BYTES) await this.flush();
    }
    this.send(eofPacket(more));
  }

  private send(payload: Buffer): void {
    const { bytes, next } = frame(payload, this.sequence);
    this.sequence = next & 0xff;
    this.outgoing.push(bytes);
    this.outgoingBytes += bytes.length;
  }

  private async flush(): Promise<void> {
    if (this.outgoing.length === 0) return;
    const bytes = Buffer.concat(this.outgoing);
    this.outgoing = [];
    this.outgoingBytes = 0;
    if (this.socket.destroyed || this.socket.writableEnded || this.socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      this.socket.on('drain', done).on('close', done);
    });
  }
}

function asSqlError(error: unknown): SqlError {
  if (error instanceof SqlError) return error;
  return new SqlError(1064, error instanceof Error ? error.message : String(error));
}
