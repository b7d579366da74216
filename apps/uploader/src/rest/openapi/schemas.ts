import type { SchemaObject } from '@nestjs/swagger';
import { z } from 'zod';

/**
 * A Zod schema as one of OpenAPI 3.1, and those that it names. Answers are open, so that a field can be added to
 * one without breaking who reads it; what a request may hold is as closed as the schema that it is checked by.
 */
export function schemaOf(
  schema: z.ZodType,
  { schemaType }: { schemaType: 'input' | 'output' },
): { schema: object; components: Record<string, SchemaObject> } {
  const converted = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: schemaType,
    // What can't be told of a value in JSON Schema, such as a refinement, is told in words.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      // Zod leaves them out where something is transformed; ours are what is sent.
      if (schemaType === 'input' && Array.isArray(examples)) jsonSchema.examples ??= examples;
      if (schemaType === 'output' && jsonSchema.additionalProperties === false)
        delete jsonSchema.additionalProperties;
      // Names that a request's schema has not are refused, whether it is strict or not.
      if (schemaType === 'input' && jsonSchema.properties !== undefined)
        jsonSchema.additionalProperties ??= false;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      // The format says it, and the expression is as long as a line of this file three times over.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  const { $schema: _, $defs, ...own } = converted;
  return { schema: own, components: ($defs ?? {}) as Record<string, SchemaObject> };
}
