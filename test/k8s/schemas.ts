import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { idOf, type Manifest } from './manifests.js';

/**
 * Objects against the schemas of Kubernetes 1.36, the version that microk8s ships (package kubernetes-models 5.1.0,
 * made from its OpenAPI document): types, required fields and enumerations by the compiled JSON schemas, and fields
 * that do not exist by the declarations beside them, since the schemas let them pass.
 */
const MODELS = path.resolve('node_modules/kubernetes-models');

interface Finding {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly Finding[] | null;
}

export async function schemaProblems(manifest: Manifest): Promise<string[]> {
  const own = OTHERS[`${manifest.apiVersion}/${manifest.kind}`];
  if (own !== undefined) return ownProblems(own, manifest);
  const file = path.join(MODELS, manifest.apiVersion, `${manifest.kind}.d.ts`);
  // The package keeps kinds that Kubernetes has long removed; all of those were betas.
  if (/v\d+(?:alpha|beta)\d+$/.test(manifest.apiVersion))
    return [`${idOf(manifest)}: ${manifest.apiVersion} is no stable API`];
  if (!existsSync(file))
    return [`${idOf(manifest)}: Kubernetes has no ${manifest.apiVersion} ${manifest.kind}`];
  const { validate } = (await import(schemaModule(manifest))) as { validate: Validator };
  const wrong = validate(withoutLineBreaks(manifest)) ? [] : (validate.errors ?? []);
  return [
    ...wrong.map(
      ({ instancePath, keyword, params }) =>
        `${idOf(manifest)}: ${instancePath || '/'} ${keyword} ${JSON.stringify(params)}`,
    ),
    ...unknownFields(manifest, { file, name: `I${manifest.kind}` }, '').map(
      (field) => `${idOf(manifest)}: Kubernetes knows no field ${field}`,
    ),
  ];
}

/** Kustomize breaks the base64 of a Secret into lines, which the API server takes and the schema's format does not. */
function withoutLineBreaks(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret' || manifest.data === undefined) return manifest;
  const data = Object.entries(manifest.data).map(
    ([key, value]) => [key, value.replaceAll('\n', '')] as const,
  );
  return { ...manifest, data: Object.fromEntries(data) };
}

function schemaModule({ apiVersion, kind }: Manifest): string {
  const [group, version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const words = [(group ?? '').split('.')[0] ?? '', version].map(
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  );
  return `kubernetes-models/_schemas/IoK8sApi${words.join('')}${kind}`;
}

/** A declared type: an interface's name, and the file that declares it. */
interface Declared {
  readonly file: string;
  readonly name: string;
}

function unknownFields(value: unknown, type: Declared, at: string): string[] {
  const fields = fieldsOf(type);
  if (fields === undefined || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fields.get(name);
    return field === undefined ? [`${at}/${name}`] : unknownWithin(inner, field, type.file, `${at}/${name}`);
  });
}

function unknownWithin(value: unknown, type: ts.TypeNode, file: string, at: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (ts.isTypeReferenceNode(type)) {
    const name = type.typeName.getText();
    const [element] = type.typeArguments ?? [];
    if (name === 'Array' && element !== undefined) {
      if (!Array.isArray(value)) return [];
      return value.flatMap((each, index) => unknownWithin(each, element, file, `${at}/${index}`));
    }
    const target = resolve(name, file);
    return target === undefined ? [] : unknownFields(value, target, at);
  }
  if (ts.isTypeLiteralNode(type)) {
    const [member] = type.members;
    if (member === undefined || !ts.isIndexSignatureDeclaration(member)) return [];
    return Object.entries(value).flatMap(([key, each]) =>
      unknownWithin(each, member.type, file, `${at}/${key}`),
    );
  }
  return [];
}

const sources = new Map<string, ts.SourceFile>();

function sourceOf(file: string): ts.SourceFile {
  let source = sources.get(file);
  if (source === undefined) {
    source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    sources.set(file, source);
  }
  return source;
}

const known = new Map<string, ReadonlyMap<string, ts.TypeNode> | undefined>();

/** The fields of an interface by name; undefined where the type has none of its own (a quantity, a map). */
function fieldsOf({ file, name }: Declared): ReadonlyMap<string, ts.TypeNode> | undefined {
  const id = `${file}#${name}`;
  if (!known.has(id)) known.set(id, readFields(sourceOf(file), name));
  return known.get(id);
}

function readFields(source: ts.SourceFile, name: string): ReadonlyMap<string, ts.TypeNode> | undefined {
  const found = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (found === undefined) return undefined;
  const fields = new Map<string, ts.TypeNode>();
  for (const member of found.members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) return undefined;
    fields.set((member.name as ts.StringLiteral | ts.Identifier).text, member.type);
  }
  return fields;
}

/** Follows an import to the file that declares the type, and its export there to the interface. */
function resolve(name: string, file: string): Declared | undefined {
  for (const statement of sourceOf(file).statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    if (!bindings.elements.some((element) => element.name.text === name)) continue;
    const target = declarationFile((statement.moduleSpecifier as ts.StringLiteral).text, file);
    return { file: target, name: exportedAs(sourceOf(target), name) };
  }
  return undefined;
}

function declarationFile(specifier: string, from: string): string {
  if (specifier.startsWith('.')) return path.resolve(path.dirname(from), specifier.replace(/\.js$/, '.d.ts'));
  return path.resolve('node_modules', `${specifier}.d.ts`);
}

function exportedAs(source: ts.SourceFile, name: string): string {
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) continue;
    if (!ts.isNamedExports(statement.exportClause)) continue;
    for (const element of statement.exportClause.elements) {
      if (element.name.text === name) return (element.propertyName ?? element.name).text;
    }
  }
  return name;
}

// What operators bring is in no package: the fields that the manifests use, and no others.
const metadata = z.strictObject({
  name: z.string(),
  namespace: z.literal('lectern'),
  labels: z.record(z.string(), z.string()).optional(),
});
const selector = z.strictObject({
  matchExpressions: z
    .array(z.strictObject({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) }))
    .min(1),
});
const duration = z.string().regex(/^\d+[smh]$/);

const OTHERS: Readonly<Record<string, z.ZodType>> = {
  'monitoring.coreos.com/v1/PodMonitor': z.object({
    metadata,
    spec: z.strictObject({
      selector,
      podMetricsEndpoints: z
        .array(z.strictObject({ port: z.string(), path: z.string().startsWith('/'), interval: duration }))
        .min(1),
      jobLabel: z.string(),
    }),
  }),
  'monitoring.coreos.com/v1/PrometheusRule': z.object({
    metadata,
    spec: z.strictObject({
      groups: z.array(
        z.strictObject({
          name: z.string(),
          rules: z
            .array(
              z.strictObject({
                alert: z.string().regex(/^Lectern[A-Za-z]+$/),
                expr: z.string().min(1),
                for: duration,
                labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
                annotations: z.strictObject({
                  summary: z.string().min(1),
                  // Whether the section is there is looked at where all documents are.
                  runbook: z.string().regex(/^docs\/(?:day-two|operations)\.md, "[A-Z][\w ]+"$/),
                }),
              }),
            )
            .min(1),
        }),
      ),
    }),
  }),
  'keda.sh/v1alpha1/TriggerAuthentication': z.object({
    metadata,
    spec: z.strictObject({
      secretTargetRef: z.array(
        z.strictObject({ parameter: z.literal('connection'), name: z.string(), key: z.string() }),
      ),
    }),
  }),
  'keda.sh/v1alpha1/ScaledObject': z.object({
    metadata,
    spec: z.strictObject({
      scaleTargetRef: z.strictObject({ name: z.string() }),
      minReplicaCount: z.int().min(1),
      maxReplicaCount: z.int(),
      pollingInterval: z.int(),
      advanced: z.strictObject({
        horizontalPodAutoscalerConfig: z.strictObject({ behavior: z.looseObject({}) }),
      }),
      triggers: z.array(
        z.strictObject({
          type: z.literal('postgresql'),
          metadata: z.strictObject({ query: z.string(), targetQueryValue: z.string() }),
          authenticationRef: z.strictObject({ name: z.string() }),
        }),
      ),
    }),
  }),
};

function ownProblems(schema: z.ZodType, manifest: Manifest): string[] {
  const parsed = schema.safeParse(manifest);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) => `${idOf(manifest)}: /${issue.path.join('/')} ${issue.message}`);
}
