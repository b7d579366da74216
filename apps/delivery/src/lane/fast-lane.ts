import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { AnswerParts } from './lane-answers.js';
import { type ConnectionParts, LaneConnection, type Patience } from './lane-connection.js';
import { LaneHeads } from './lane-heads.js';
import { laneSocket } from './lane-socket.js';
import { ReadyAnswers } from './ready-answers.js';
import { systemCalls } from '../system-calls.js';

export interface FastLaneParts extends Pick<AnswerParts, 'objects' | 'admission' | 'log'> {
  /** Origins whose pages may read the answers; `*` for all. */
  readonly corsOrigins: readonly string[];
}

export interface FastLaneSettings extends Patience {
  /** Connections beyond this many are told 503; those that ask for health or metrics are served. */
  readonly connections: number;
}

/** So many more than the limit are told that it is reached; those beyond are closed without a word. */
const TOLD_BEYOND_LIMIT = 256;
/** How long a connection without a request is still listened to when the service stops. */
const DRAIN_IDLE_MS = 1_000;

/**
 * Stands between the listening socket and the HTTP server. Requests of exactly the shape of players' (see
 * `readRequest`) for objects that can be served at once it answers itself; a connection on which anything
 * else arrives is given to the server for good, with every byte that was not answered. It never refuses: a
 * URL that does not hold, an object that is not there, a range that can't be, all are the server's to answer.
 *
 * The lane reads downwards: this file makes a LaneConnection of each socket (`lane-socket.ts`); a connection cuts its
 * bytes into requests (`request.ts`) and gives them to its LaneAnswers; those know the repetitions, the heads and the
 * ready answers, and send by a SocketWriter. Nothing below knows what stands above it.
 */
export class FastLane {
  readonly #connections = new Set<LaneConnection>();
  readonly #sweep: NodeJS.Timeout;
  #open = 0;
  #isDraining = false;

  /** Takes the place of the server's own listeners for connections, which get what the lane hands over. */
  constructor(server: Server, parts: FastLaneParts, settings: FastLaneSettings) {
    const general = server.listeners('connection');
    server.removeAllListeners('connection');
    const heads = new LaneHeads(parts.corsOrigins, settings.idleSeconds);
    const lane: ConnectionParts = {
      ...parts,
      settings,
      calls: systemCalls(),
      heads,
      ready: new ReadyAnswers(heads),
      isDraining: () => this.#isDraining,
      handOver: (socket: Socket) => {
        parts.log.metrics.lane('handedOver');
        for (const listener of general) listener.call(server, socket);
      },
    };
    server.on('connection', (accepted) => {
      if (this.#open >= settings.connections + TOLD_BEYOND_LIMIT) return void accepted.destroy();
      this.#open += 1;
      const socket = laneSocket(accepted, (buffer, length) => connection.receive(buffer, length));
      (socket ?? accepted).once('close', () => {
        this.#open -= 1;
      });
      if (socket === undefined) return lane.handOver(accepted);
      const connection = new LaneConnection(socket, lane, {
        isOverLimit: this.#open > settings.connections,
        left: () => this.#connections.delete(connection),
      });
      this.#connections.add(connection);
    });
    const shortest = Math.min(settings.headSeconds, settings.idleSeconds, settings.stallSeconds);
    this.#sweep = setInterval(() => this.#look(), Math.min(1_000, shortest * 250)).unref();
  }

  /** Connections that are open, those that were handed over too. */
  get open(): number {
    return this.#open;
  }

  /** From now on each answer is its connection's last, and connections without a request end soon. */
  drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    setTimeout(() => {
      for (const connection of this.#connections) connection.endIfIdle();
    }, DRAIN_IDLE_MS);
  }

  /** Cuts what is left. */
  close(): void {
    clearInterval(this.#sweep);
    for (const connection of this.#connections) connection.cut();
  }

  #look(): void {
    const now = performance.now();
    for (const connection of this.#connections) connection.look(now);
  }
}
