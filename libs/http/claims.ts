import { type Caller, ROLES, type Role } from './caller.js';

/** Where an identity provider says what somebody is. */
export interface ClaimSettings {
  /** The claims' names; `a.b` is the claim `b` inside `a` where there is none of the whole name. */
  readonly name: string;
  readonly role: string;
  readonly unit: string;
  /** Of the address for mails; left out, nobody has one. */
  readonly email?: string;
  /** Which of the role claim's values is which role, the one that counts most first. Empty: its values are the roles. */
  readonly roles?: ReadonlyMap<string, Role>;
  /** Which of the unit claim's values is which unit. Empty: its values are ids of units. */
  readonly units?: ReadonlyMap<string, string>;
}

type Claims = Readonly<Record<string, unknown>>;

/** What a person is by their claims; a string says what is missing. */
export function callerOf(claims: Claims, settings: ClaimSettings): Caller | string {
  const { sub } = claims;
  const role = roleOf(claims, settings);
  if (typeof sub !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(sub) || role === undefined)
    return 'names no subject or no known role';
  const unit = unitOf(claims, settings);
  if (unit === undefined && (role === 'doctor' || role === 'unit-admin')) return 'names no unit';
  const [name] = textsIn(claims, settings.name);
  const email = emailIn(claims, settings.email);
  return { subject: sub, role, name: name ?? sub, unit: unit ?? null, ...(email !== undefined && { email }) };
}

/** One that the provider has not found to be theirs is none (OpenID Connect Core 1.0, 5.1). */
function emailIn(claims: Claims, name: string | undefined): string | undefined {
  if (name === undefined || claims['email_verified'] === false) return undefined;
  return textsIn(claims, name)[0];
}

/** Somebody may be in several groups: the first of the settings counts, or the role with the widest reach. */
function roleOf(claims: Claims, { role, roles }: ClaimSettings): Role | undefined {
  const said = new Set(textsIn(claims, role));
  if (roles !== undefined && roles.size > 0) return [...roles].find(([group]) => said.has(group))?.[1];
  return [...ROLES].toSorted((a, b) => REACH[b] - REACH[a]).find((known) => said.has(known));
}

const REACH: Readonly<Record<Role, number>> = { admin: 4, auditor: 3, 'unit-admin': 2, doctor: 1 };

function unitOf(claims: Claims, { unit, units }: ClaimSettings): string | undefined {
  const said = textsIn(claims, unit);
  if (units === undefined || units.size === 0) return said[0];
  return said.map((group) => units.get(group)).find((found) => found !== undefined);
}

function textsIn(claims: Claims, name: string): string[] {
  const value = Object.hasOwn(claims, name) ? claims[name] : nested(claims, name.split('.'));
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((each) => typeof each === 'string');
}

function nested(claims: unknown, [first, ...rest]: readonly string[]): unknown {
  if (first === undefined) return claims;
  if (typeof claims !== 'object' || claims === null || !Object.hasOwn(claims, first)) return undefined;
  return nested((claims as Claims)[first], rest);
}
