import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Described {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<
    Record<
      string,
      { readonly schema?: object; readonly examples?: Readonly<Record<string, { readonly $ref: string }>> }
    >
  >;
}

interface Example {
  readonly $ref?: string;
  readonly value?: { readonly code: string };
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: Described;
  readonly responses: Readonly<Record<string, Described>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** An answer of the API, and the request that it is for. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  /** The body that was sent, where it was text. */
  readonly sent?: string;
  readonly status: number;
  readonly headers: Headers;
  /** The body as text, where it has one. */
  readonly text: string;
}

const document = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'openapi');

const routes = Object.entries(document.paths).map(([template, item]) => ({
  template,
  item,
  pattern: new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
}));
/** Headers of HTTP itself, which mean the same in every answer. */
const PLAIN =
  /^(cache-control|connection|content-(length|type)|date|keep-alive|transfer-encoding|vary|x-content-type-options|access-control-.*)$/;

/**
 * Holds an answer against the API's description: its status, type, body, headers and, of a refusal, its code must
 * all be there; and so must the body of a request that was taken. Of resources that it does not describe, nothing is said.
 *
 * @throws Error, which says what the description lacks
 */
export function requireDescribed({ method, url, sent, status, headers, text }: Exchange): void {
  const { pathname } = new URL(url);
  const route = routes.find(({ pattern }) => pattern.test(pathname));
  const operation = route?.item[method.toLowerCase()];
  if (operation === undefined) return;
  const fail = (what: string): never => {
    throw new Error(`${operation.operationId} answered ${status}, and its description lacks ${what}`);
  };
  const isRefusal = status >= 400;
  const said = operation.responses[status] ?? (isRefusal ? operation.responses['default'] : undefined);
  if (said === undefined) return fail('this status');
  const response = resolved(said);
  const undescribed = [...headers.keys()].filter(
    (name) =>
      !PLAIN.test(name) && !Object.keys(response.headers ?? {}).some((one) => one.toLowerCase() === name),
  );
  if (undescribed.length > 0) fail(`the headers ${undescribed.join(', ')}`);
  if (!isRefusal && sent !== undefined) requireBody(operation, sent, fail);
  if (text === '' || method === 'HEAD') return;
  const type = headers.get('content-type')?.split(';')[0] ?? '';
  const { schema, examples = {} } = response.content?.[type] ?? fail(`bodies of ${type}`);
  if (!/[/+]json$/.test(type)) return;
  const body: unknown = JSON.parse(text);
  requireFit(schema, body, fail);
  if (!isRefusal) return;
  const { code } = body as { code: string };
  const codes = Object.values(examples).map((example) => resolved<Example>(example).value?.code);
  if (!codes.includes(code)) fail(`the code ${code}`);
}

function requireBody({ requestBody }: Operation, sent: string, fail: (what: string) => never): void {
  const schema =
    requestBody === undefined ? undefined : resolved(requestBody).content?.['application/json']?.schema;
  if (schema === undefined || !sent.startsWith('{')) return;
  requireFit(schema, JSON.parse(sent), (what) => fail(`the body that was sent: ${what}`));
}

function requireFit(schema: object | undefined, value: unknown, fail: (what: string) => never): void {
  if (schema === undefined) return;
  const validate = ajv.compile(inDocument(schema));
  if (!validate(value)) fail(`${ajv.errorsText(validate.errors)} in ${JSON.stringify(value).slice(0, 500)}`);
}

const inDocuments = new Map<object, object>();

/** The schema with its references as the validator knows them; the same one each time, so that it is compiled once. */
function inDocument(schema: object): object {
  const known = inDocuments.get(schema);
  if (known !== undefined) return known;
  const made = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
  inDocuments.set(schema, made);
  return made;
}

function resolved<T extends { readonly $ref?: string }>(object: T): T {
  if (object.$ref === undefined) return object;
  let found: unknown = document;
  for (const step of object.$ref.split('/').slice(1)) found = (found as Record<string, unknown>)[step];
  return found as T;
}
