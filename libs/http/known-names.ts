import { z } from 'zod';
import { nearestName } from '#libs/kernel';
import { UnknownField, UnknownParameter } from './http.errors.js';

/** A name that a request has and that its schema does not know; nested ones are written `outer.inner`. */
export interface UnknownName {
  readonly name: string;
  /** What was probably meant; null where nothing is near. */
  readonly nearest: string | null;
  /** All that could have stood in its place. */
  readonly known: readonly string[];
}

type Node = z.core.JSONSchema.BaseSchema;
/** A request with more of them is told of no more. */
const MOST_TOLD = 20;
const SHOWN_LENGTH = 100;

const described = new WeakMap<z.ZodType, Node>();

/** @throws UnknownParameter, for the first of the query's parameters that the schema has not; without a schema it has none */
export function refuseUnknownParameters(query: unknown, schema: z.ZodType | undefined): void {
  const unknown = unknownNames(query, schema);
  if (unknown.length > 0) throw new UnknownParameter(unknown);
}

/** @throws UnknownField, for the first of the body's fields, at any depth, that the schema has not; without a schema it has none */
export function refuseUnknownFields(body: unknown, schema: z.ZodType | undefined): void {
  const unknown = unknownNames(body, schema);
  if (unknown.length > 0) throw new UnknownField(unknown);
}

/**
 * Names of a value, at any depth, that its schema does not name, whether the schema itself is strict or not: only a
 * record, or what is declared loose, takes any. What is of another type than it should be is left to the schema.
 */
export function unknownNames(value: unknown, schema: z.ZodType | undefined): UnknownName[] {
  const found: UnknownName[] = [];
  const root = schema === undefined ? { type: 'object' as const } : descriptionOf(schema);
  collect(value, [root], { root, found, path: '' });
  return found.slice(0, MOST_TOLD);
}

interface Search {
  readonly root: Node;
  readonly found: UnknownName[];
  readonly path: string;
}

function collect(value: unknown, nodes: readonly Node[], search: Search): void {
  if (typeof value !== 'object' || value === null) return;
  const branches = nodes.flatMap((node) => branchesOf(node, search.root));
  if (Array.isArray(value)) {
    const items = branches.flatMap(({ items: each }) => (isNode(each) ? [each] : []));
    for (const [index, item] of value.entries())
      collect(item, items, { ...search, path: `${search.path}${index}.` });
    return;
  }
  const objects = branches.filter(({ type, properties }) => type === 'object' || properties !== undefined);
  if (objects.length === 0) return;
  const known = [...new Set(objects.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const isOpen = objects.some(({ additionalProperties: more }) => more !== undefined && more !== false);
  for (const [key, inner] of Object.entries(value)) {
    const next = objects.flatMap(({ properties }) => {
      const node = Object.hasOwn(properties ?? {}, key) ? properties?.[key] : undefined;
      return isNode(node) ? [node] : [];
    });
    if (known.includes(key)) collect(inner, next, { ...search, path: `${search.path}${key}.` });
    else if (!isOpen && search.found.length < MOST_TOLD) search.found.push(unknownName(key, known, search));
  }
}

function unknownName(key: string, known: readonly string[], { path }: Search): UnknownName {
  const short = key.slice(0, SHOWN_LENGTH);
  const nearest = nearestName(short, known);
  return {
    name: path + short,
    nearest: nearest === undefined ? null : path + nearest,
    known: known.map((name) => path + name),
  };
}

function branchesOf(node: Node, root: Node): Node[] {
  const whole = node.$ref === undefined ? node : referred(node.$ref, root);
  const parts = [...(whole.allOf ?? []), ...(whole.anyOf ?? []), ...(whole.oneOf ?? [])];
  return [whole, ...parts.filter(isNode).flatMap((part) => branchesOf(part, root))];
}

function referred(pointer: string, root: Node): Node {
  const definition = root.$defs?.[pointer.replace('#/$defs/', '')];
  return isNode(definition) ? definition : root;
}

function descriptionOf(schema: z.ZodType): Node {
  const known = described.get(schema);
  if (known !== undefined) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  described.set(schema, made);
  return made;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
