import { type RulesetDefinition, Spectral } from '@stoplight/spectral-core';
import { oas } from '@stoplight/spectral-rulesets';

/** What the API's description is held to by Spectral: all rules that it has for OpenAPI, but for these. */
const EXCEPTIONS = {
  // Who runs Lectern is who is to be asked about it, and says under which terms it is used.
  'info-contact': 'off',
  'info-license': 'off',
  'license-url': 'off',
  // The summary says what an operation does; a description stands where there is more to say.
  'operation-description': 'off',
} as const;

/** @returns one line for each finding, however small */
export async function spectralFindings(document: object): Promise<string[]> {
  const spectral = new Spectral();
  // The packages' own types do not know each other's rulesets.
  const every = [oas as unknown as RulesetDefinition, 'all'] as const;
  spectral.setRuleset({ extends: [[...every]], rules: EXCEPTIONS });
  const findings = await spectral.run(structuredClone(document) as Record<string, unknown>);
  return findings.map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`);
}
