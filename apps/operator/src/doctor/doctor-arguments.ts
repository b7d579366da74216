import { resolve } from 'node:path';

const HINT =
  'npm run doctor -- PATH [--also OTHER_MOUNT] [--json], npm run doctor -- s3 [--json], or without a name with the LECTERN_STORAGE… settings of the services';

/** The arguments make no sense: one sentence, and what would. */
export class DoctorUsage extends Error {
  constructor(sentence: string) {
    super(`${sentence}\n  hint: ${HINT}`);
    this.name = 'DoctorUsage';
  }
}

export interface DoctorArguments {
  /** An absolute path, or `s3`; the storage of the settings when it is missing. */
  readonly target: string | undefined;
  readonly also: string | undefined;
  readonly json: boolean;
}

/** @throws DoctorUsage */
export function readArguments(given: readonly string[]): DoctorArguments {
  let [target, also, json]: [string | undefined, string | undefined, boolean] = [undefined, undefined, false];
  const rest = [...given];
  for (let argument = rest.shift(); argument !== undefined; argument = rest.shift()) {
    if (argument === '--json') json = true;
    else if (argument === '--also' || argument.startsWith('--also=')) {
      also = argument === '--also' ? rest.shift() : argument.slice('--also='.length);
      if (also === undefined || also === '' || also.startsWith('-')) {
        throw new DoctorUsage('--also wants the path of another mount.');
      }
    } else if (argument.startsWith('-')) throw new DoctorUsage(`There is no option ${argument}.`);
    else if (argument === '') throw new DoctorUsage('The path is empty.');
    else if (target !== undefined) throw new DoctorUsage('One storage is examined at a time.');
    else target = argument;
  }
  return {
    target: target === undefined || target === 's3' ? target : resolve(target),
    also: also === undefined ? undefined : resolve(also),
    json,
  };
}
