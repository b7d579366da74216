import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { AccessLog } from '../access-log.js';
import type { Admission } from '../admission.js';
import type { OpenObjects } from '../open-objects.js';
import { LaneConnection } from './lane-connection.js';
import { LaneHeads } from './lane-heads.js';
import { laneSocket } from './lane-socket.js';
import { ReadyAnswers } from './ready-answers.js';
import { systemCalls } from './system-calls.js';

export interface FastLaneParts {
  readonly objects: OpenObjects;
  readonly admission: Admission;
  readonly log: AccessLog;
  readonly corsOrigins: readonly string[];
}

export interface FastLaneSettings {
  /** Connections beyond this many are told 503; those that ask for health or metrics are served. */
  readonly connections: number;
  /** Within which a request's head must have come. */
  readonly headSeconds: number;
  /** How long a connection may wait for its next request. */
  readonly idleSeconds: number;
  /** Within which a connection with an answer under way must take `LEAST_DRAIN_BYTES`, or it is cut. */
  readonly stallSeconds: number;
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
    const lane = {
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
