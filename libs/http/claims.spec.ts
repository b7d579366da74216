import { describe, expect, it } from 'vitest';
import { callerOf, type ClaimSettings } from './claims.js';

const names = { name: 'name', role: 'role', unit: 'unit' };
const mapped: ClaimSettings = {
  ...names,
  roles: new Map([
    ['heads', 'unit-admin'],
    ['teachers', 'doctor'],
  ]),
  units: new Map([['dept-17', 'surgery']]),
};

describe('what a person is by their claims', () => {
  it.each<[string, object, ClaimSettings, object | string]>([
    ['the words themselves', { role: 'doctor', unit: 'u' }, names, { role: 'doctor', unit: 'u', name: 's' }],
    [
      'the role with the widest reach',
      { role: ['doctor', 'auditor'] },
      names,
      { role: 'auditor', unit: null },
    ],
    [
      'the group that stands first',
      { role: ['teachers', 'heads'], unit: 'dept-17' },
      mapped,
      { role: 'unit-admin', unit: 'surgery' },
    ],
    [
      'no group that happens to be called admin',
      { role: ['admin'], unit: 'dept-17' },
      mapped,
      'names no subject or no known role',
    ],
    ['no unit that is not named', { role: 'teachers', unit: 'surgery' }, mapped, 'names no unit'],
    [
      'a claim inside another',
      { access: { roles: ['admin'] } },
      { ...names, role: 'access.roles' },
      { role: 'admin' },
    ],
    [
      'the claim of the whole name first',
      { 'a.b': 'admin', a: { b: 'doctor' } },
      { ...names, role: 'a.b' },
      { role: 'admin' },
    ],
    [
      'nothing of what every object has',
      {},
      { ...names, role: 'constructor.name' },
      'names no subject or no known role',
    ],
  ])('is %s', (_, claims, settings, is) => {
    const caller = callerOf({ sub: 's', ...claims }, settings);
    if (typeof is === 'string') expect(caller).toBe(is);
    else expect(caller).toMatchObject({ subject: 's', ...is });
  });
});
