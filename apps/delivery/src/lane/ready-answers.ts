import type { Grant } from '#libs/signing';
import { maxAge } from '../heads.js';
import { HEAD_ROOM, type ServedObject } from '../objects/served-object.js';
import { dateOf, type LaneHeads } from './lane-heads.js';

/** The head of an object's last answer, in front of its content. */
interface Ready {
  /** Head and content. */
  readonly bytes: Buffer;
  readonly originGroup: string;
  readonly ageAt: number;
  readonly dateAt: number;
  readonly idAt: number;
  readonly ageDigits: number;
  age: number;
  second: number;
}

export interface Asked {
  readonly grant: Grant;
  /** Of LaneHeads. */
  readonly originGroup: string;
  /** Unix second. */
  readonly now: number;
  readonly requestId: string;
}

const NO_ID = '0'.repeat(36);

/**
 * Whole answers to plain GETs of small objects, one for each object: from one request to the next only the date,
 * the age and the request's id are written anew, where they stand.
 */
export class ReadyAnswers {
  readonly #answers = new WeakMap<ServedObject, Ready>();

  constructor(private readonly heads: LaneHeads) {}

  /** To be sent at once: it is written into again by the next call. Undefined for what has no such answer. */
  of(object: ServedObject, asked: Asked): Buffer | undefined {
    if (asked.requestId.length !== NO_ID.length || asked.grant.saveAs !== undefined) return undefined;
    const age = maxAge(asked.grant, asked.now);
    let ready = this.#answers.get(object);
    if (ready === undefined || ready.originGroup !== asked.originGroup || digitsOf(age) !== ready.ageDigits) {
      ready = this.#make(object, asked, age);
      if (ready === undefined) return undefined;
      this.#answers.set(object, ready);
    }
    const { bytes } = ready;
    if (ready.age !== age) {
      bytes.write(String(age), ready.ageAt, 'latin1');
      ready.age = age;
    }
    const second = Math.floor(Date.now() / 1000);
    if (ready.second !== second) {
      bytes.write(dateOf(second), ready.dateAt, 'latin1');
      ready.second = second;
    }
    bytes.write(asked.requestId, ready.idAt, 'latin1');
    return bytes;
  }

  #make(object: ServedObject, asked: Asked, age: number): Ready | undefined {
    const { room } = object;
    if (room === undefined) return undefined;
    const { grant, originGroup, now } = asked;
    const selection = { status: 200 } as const;
    const facts = { grant, selection, now, origin: originGroup, requestId: NO_ID, isLast: false };
    const head = this.heads.head(object, facts);
    const headAt = HEAD_ROOM - head.length;
    if (headAt < 0) return undefined;
    room.write(head, headAt, 'latin1');
    return {
      bytes: room.subarray(headAt),
      originGroup,
      ageAt: head.indexOf('max-age=') + 'max-age='.length,
      dateAt: head.indexOf('\r\nDate: ') + '\r\nDate: '.length,
      idAt: head.indexOf(NO_ID),
      ageDigits: digitsOf(age),
      age,
      second: 0,
    };
  }
}

/** Of a whole number below 10^9. */
function digitsOf(value: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits += 1;
  return digits;
}
