import type {
  ComponentsObject,
  OpenAPIObject,
  OperationObject,
  ParameterObject,
  PathItemObject,
  ReferenceObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { problem, PROBLEM_TYPE } from '#libs/http';
import { BYTES } from './describing.js';
import { carries, type HeaderName, HEADERS, parameterComponents, parameterNamed } from './headers.js';
import { defaultResponse, exampleComponents, problemResponses, problemsOf, type Traits } from './problems.js';
import type { Route } from './route.js';
import { schemaOf } from './schemas.js';

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

const NOT_MODIFIED: ResponseObject = {
  description: 'It is what If-None-Match names',
  headers: carries('ETag'),
};

/** Adds what holds for many operations, and is said of none of them in its controller. */
export function completed(
  document: OpenAPIObject,
  routes: ReadonlyMap<string, Route>,
  tagTexts: Readonly<Record<string, string>>,
): OpenAPIObject {
  const schemas: Record<string, SchemaObject | ReferenceObject> = { ...document.components?.schemas };
  const examples: Parameters<typeof exampleComponents>[0][number][] = [];
  const register = (schema: z.ZodType, schemaType: 'input' | 'output'): SchemaObject => {
    const { schema: own, components } = schemaOf(schema, { schemaType });
    Object.assign(schemas, inComponents(components));
    return inComponents(own);
  };
  register(problem, 'output');
  for (const [path, item] of Object.entries(document.paths))
    for (const [verb, operation] of operationsOf(item)) {
      const route = routes.get(`${verb} ${path}`);
      if (route === undefined) throw new Error(`no route answers ${verb} ${path}`);
      if (route.isPublic) operation.security = [];
      // OpenAPI knows scopes of OAuth alone.
      else Object.assign(operation, { 'x-scopes': route.scopes });
      const isConditional = verb === 'get' && carriesTag(operation);
      operation.parameters = parametersOf(path, operation, route, isConditional ? ['If-None-Match'] : []);
      if (isConditional) operation.responses['304'] = NOT_MODIFIED;
      if (route.bodies !== undefined) operation.requestBody = bodyOf(operation, route.bodies, register);
      if (route.mayComeBare)
        operation.requestBody = { ...(operation.requestBody as RequestBodyObject), required: false };
      const problems = problemsOf(route, traitsOf(verb, operation, route));
      examples.push(...problems);
      operation.responses = responsesOf(verb, operation, route, problemResponses(problems));
    }
  const tags = new Set(
    Object.values(document.paths).flatMap((item) => operationsOf(item).flatMap(([, { tags }]) => tags ?? [])),
  );
  const components: ComponentsObject = {
    ...document.components,
    schemas: sorted(schemas),
    responses: sorted(sharedResponses(document)),
    parameters: parameterComponents(),
    headers: { ...HEADERS },
    examples: exampleComponents(examples),
  };
  // The builder begins with an empty one.
  const { contact: _, ...info } = document.info;
  return {
    ...document,
    info,
    tags: Object.entries(tagTexts)
      .filter(([name]) => tags.has(name))
      .map(([name, description]) => ({ name, description })),
    components: withoutUnused(components, document.paths),
  };
}

function operationsOf(item: PathItemObject): [(typeof VERBS)[number], OperationObject][] {
  return VERBS.flatMap((verb): [(typeof VERBS)[number], OperationObject][] => {
    const operation = item[verb];
    return operation === undefined ? [] : [[verb, operation]];
  });
}

function parametersOf(
  path: string,
  operation: OperationObject,
  route: Route,
  more: readonly string[],
): (ParameterObject | ReferenceObject)[] {
  const own = (operation.parameters ?? []).map((parameter) => {
    if ('$ref' in parameter) return parameter;
    if (parameter.in === 'path') return { description: descriptionIn(path, parameter.name), ...parameter };
    const known = parameter.in === 'header' && parameter.description === undefined;
    return (known ? parameterNamed(parameter.name) : undefined) ?? parameter;
  });
  const named = new Set(own.map((parameter) => nameOf(parameter).toLowerCase()));
  const read = [...route.headers, ...more, ...(route.isIdempotent ? ['Idempotency-Key'] : [])].flatMap(
    (name) => {
      const known = parameterNamed(name);
      return known === undefined || named.has(name.toLowerCase()) ? [] : [known];
    },
  );
  return [...own, ...read];
}

function nameOf(parameter: ParameterObject | ReferenceObject): string {
  return '$ref' in parameter ? (parameter.$ref.split('/').at(-1) ?? '') : parameter.name;
}

/** Of `/v1/courses/{id}`: the id of the course. */
function descriptionIn(path: string, name: string): string {
  const segments = path.split('/');
  const collection = segments[segments.indexOf(`{${name}}`) - 1] ?? '';
  const thing = collection
    .replaceAll('-', ' ')
    .replace(/s$/, '')
    .replace('api ', 'API ')
    .replace('people', 'person');
  return `The ${name} of the ${thing}`;
}

function bodyOf(
  { requestBody }: OperationObject,
  bodies: NonNullable<Route['bodies']>,
  register: (schema: z.ZodType, schemaType: 'input') => SchemaObject,
): RequestBodyObject {
  const said = requestBody as RequestBodyObject | undefined;
  const content = Object.entries(bodies).map(([type, body]) => [
    type,
    { schema: body === BYTES ? { type: 'string', format: 'binary' } : register(body, 'input') },
  ]);
  return {
    ...(said?.description !== undefined && { description: said.description }),
    required: said?.required ?? true,
    content: Object.fromEntries(content) as RequestBodyObject['content'],
  };
}

/** The service tags each such answer, and compares what a GET says of it, without the route's help. */
function carriesTag({ responses }: OperationObject): boolean {
  return Object.hasOwn((responses['200'] as ResponseObject | undefined)?.headers ?? {}, 'ETag');
}

function traitsOf(verb: string, { parameters = [] }: OperationObject, { takes }: Route): Traits {
  const names = new Set(parameters.map(nameOf));
  const hasBody = verb !== 'get' && verb !== 'head';
  return {
    readsJson: hasBody && takes.includes('application/json'),
    refusesTypes: hasBody && !takes.includes('*/*'),
    takesIfMatch: names.has('If-Match'),
    isPaged: names.has('cursor'),
    searches: names.has('q'),
  };
}

function responsesOf(
  verb: string,
  operation: OperationObject,
  route: Route,
  problems: Record<string, ResponseObject>,
): OperationObject['responses'] {
  const said = Object.entries(operation.responses) as [string, ResponseObject][];
  const successes = said.filter(([status]) => Number(status) < 400);
  const refusals = said.filter(([status]) => Number(status) >= 400 && problems[status] === undefined);
  const all: Record<string, ResponseObject> = {
    ...Object.fromEntries(successes),
    ...problems,
    // Said without the error that it is: the lint asks for an example.
    ...Object.fromEntries(refusals),
    default: defaultResponse(),
  };
  return Object.fromEntries(
    Object.entries(all).map(([status, response]) => {
      const isSuccess = Number(status) < 400;
      const always: HeaderName[] = [...route.carries, 'X-Request-Id'];
      if (isSuccess && route.isIdempotent) always.push('Idempotency-Replayed');
      const { content: json, ...rest } = response;
      const also = route.also.map((type) => [type, { schema: { type: 'string' } }]);
      const content = status === '200' && also.length > 0 ? { ...json, ...Object.fromEntries(also) } : json;
      const headers = { ...response.headers, ...carries(...always) };
      return [status, { ...rest, headers, ...(verb !== 'head' && content !== undefined && { content }) }];
    }),
  );
}

/** Takes out refusals that several operations share, such as that of a caller without a token. */
function sharedResponses(document: OpenAPIObject): Record<string, ResponseObject> {
  const operations = Object.values(document.paths).flatMap((item) => operationsOf(item));
  const all = operations.flatMap(([, { responses }]) =>
    Object.entries(responses).map(([status, response]) => ({
      status,
      response: response as ResponseObject,
      responses,
    })),
  );
  const shared: Record<string, ResponseObject> = {};
  const groups = [...Map.groupBy(all, ({ response }) => JSON.stringify(response)).values()];
  for (const alike of groups.toSorted((a, b) => b.length - a.length)) {
    const { status, response } = alike[0] ?? {};
    const examples = Object.values(response?.content?.[PROBLEM_TYPE]?.examples ?? {});
    if (response === undefined || examples.length === 0 || alike.length < 2) continue;
    const names = examples.map((example) => ('$ref' in example ? example.$ref.split('/').at(-1) : ''));
    if (names.length > 2 && status !== 'default') continue;
    const name = status === 'default' ? 'Other' : names.join('Or');
    // The same problems with other headers, of fewer operations, stay where they are.
    if (Object.hasOwn(shared, name)) continue;
    shared[name] = response;
    for (const one of alike) one.responses[one.status] = { $ref: `#/components/responses/${name}` };
  }
  return shared;
}

/** Zod names schemas below `$defs`. */
function inComponents<T extends object>(schema: T): T {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as T;
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A description names nothing that nobody uses: what uses it may be left out by the settings. */
function withoutUnused(components: ComponentsObject, paths: OpenAPIObject['paths']): ComponentsObject {
  const text = JSON.stringify([paths, components.schemas, components.responses]);
  const used = (section: string) => (entry: [string, unknown]) =>
    section === 'securitySchemes' || text.includes(`"#/components/${section}/${entry[0]}"`);
  return Object.fromEntries(
    Object.entries(components).map(([section, named]) => [
      section,
      Object.fromEntries(Object.entries(named as Record<string, unknown>).filter(used(section))),
    ]),
  );
}
