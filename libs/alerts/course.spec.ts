import { describe, expect, it } from 'vitest';
import { type Course, stepOf } from './course.js';

const HOLD = 5;

/** What is told, minute by minute: `x` is seen, `.` is not, a blank is a minute in which nobody looks. */
function told(looks: string, hold = HOLD): string[] {
  let course: Course | undefined;
  const events: string[] = [];
  for (const [minute, look] of looks.split('').entries()) {
    if (look === ' ') continue;
    const step = stepOf(course, look === 'x', new Date(minute * 60_000), hold * 60_000);
    course = step.course;
    if (step.event !== undefined) events.push(`${minute} ${step.event}`);
  }
  return events;
}

describe('stepOf', () => {
  it('tells of what has been seen for long enough, once, and of its end after it was gone for a while', () => {
    expect(told('..xxxxxxxxxx..........')).toEqual(['7 begun', '17 ended']);
  });

  it('tells nothing of what passes before that', () => {
    expect(told('xxxx.....xxxx....')).toEqual([]);
  });

  it('takes what comes and goes for one', () => {
    expect(told('xxxxxx..xx....x...xx......')).toEqual(['5 begun', '25 ended']);
    expect(told('x.x.x.x.x.....')).toEqual(['6 begun']);
  });

  it('begins anew where nobody looked for a while, unless it has been told', () => {
    expect(told('xxx      xx')).toEqual([]);
    expect(told('xxxxxx             xxx')).toEqual(['5 begun']);
    expect(told('xxxxxx             ......')).toEqual(['5 begun', '24 ended']);
  });

  it('tells at once of what needs no time', () => {
    expect(told('.x.....', 0)).toEqual(['1 begun']);
    expect(told('.x......', 0)).toEqual(['1 begun', '7 ended']);
  });
});
