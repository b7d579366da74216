/** One broken rule, with the line of the file at which it is broken. */
export interface Breach {
  readonly rule: string;
  readonly line: number;
  readonly sentence: string;
}

interface Instruction {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

/**
 * The rules that every Dockerfile of the project keeps, as far as its text shows them: bases that stay what they are,
 * one ordinary user with a fixed number, nothing in the image that only its making needs, no secret in it, and a
 * health check. Stages that are chosen by an ARG (`FROM runtime-${APP}`) are all looked at.
 *
 * @returns every breach, in the order of the file; empty when all rules are kept
 */
export function dockerfileBreaches(text: string): readonly Breach[] {
  const instructions = instructionsOf(text);
  const stages = stagesOf(instructions);
  const found: Breach[] = [...bases(instructions, stages)];
  for (const instruction of instructions) found.push(...eachInstruction(instruction));
  for (const chain of finalChains(stages)) found.push(...finalImage(chain, stages));
  const unique = new Map(found.map((breach) => [`${breach.line} ${breach.rule} ${breach.sentence}`, breach]));
  return [...unique.values()].toSorted((a, b) => a.line - b.line);
}

function instructionsOf(text: string): Instruction[] {
  const found: Instruction[] = [];
  let begun: { line: number; text: string } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (/^\s*#/.test(line) || (begun === undefined && line.trim() === '')) continue;
    begun ??= { line: index + 1, text: '' };
    const goesOn = /\\\s*$/.test(line);
    begun.text += `${line.replace(/\\\s*$/, '').trim()} `;
    if (goesOn) continue;
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(begun.text.trim()) ?? [];
    found.push({ name: name.toUpperCase(), text: rest.trim(), line: begun.line });
    begun = undefined;
  }
  return found;
}

function stagesOf(instructions: readonly Instruction[]): Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of instructions) {
    if (instruction.name !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const words = instruction.text.split(/\s+/).filter((word) => !word.startsWith('--'));
    const name = words[1]?.toUpperCase() === 'AS' ? words[2] : undefined;
    stages.push({ image: words[0] ?? '', name, line: instruction.line, instructions: [] });
  }
  return stages;
}

/** The stages before it that a FROM may mean: its name may hold an ARG without a default. */
function parentsOf(stage: Stage, stages: readonly Stage[]): readonly Stage[] {
  const pattern = stage.image
    .split(/\$\{?\w+\}?/)
    .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.+');
  if (pattern === '.+') return [];
  const before = stages.slice(0, stages.indexOf(stage));
  return before.filter(({ name }) => name !== undefined && new RegExp(`^${pattern}$`).test(name));
}

function* bases(instructions: readonly Instruction[], stages: readonly Stage[]): Generator<Breach> {
  const defaults = new Map<string, string>();
  for (const { name, text } of instructions) {
    if (name === 'FROM') break;
    const [key = '', ...value] = text.split('=');
    if (name === 'ARG') defaults.set(key, value.join('='));
  }
  for (const stage of stages) {
    if (parentsOf(stage, stages).length > 0 || stage.image === 'scratch') continue;
    const image = stage.image.replaceAll(/\$\{?(\w+)\}?/g, (_, name: string) => defaults.get(name) ?? '');
    const tag = /^[^@]*[^@/:]:([^/:@]+)(?:@|$)/.exec(image)?.[1];
    if (!image.includes('@sha256:') && (tag === undefined || tag === 'latest'))
      yield breach('base-tag', stage.line, `the base ${image || stage.image} has no tag that stays`);
  }
}

const SECRET = /PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE|CREDENTIAL|ACCESS_KEY|API_KEY|DATABASE_URL/i;
/** Where an ordinary user has to write; all else in an image is root's, so that who breaks in can't change it. */
const WRITABLE = /^\/(data|scratch|run|var\/(cache|lib|run)|tmp)(\/|$)/;

function* eachInstruction({ name, text, line }: Instruction): Generator<Breach> {
  if (name === 'ADD')
    yield breach('no-add', line, 'ADD fetches and unpacks: use COPY for what is in the context');
  if (name === 'ENV' || name === 'ARG') {
    const names = [...text.matchAll(/(?:^|\s)([A-Za-z_]\w*)(?==|\s|$)/g)].map(([, found = '']) => found);
    for (const secret of names.filter((found) => SECRET.test(found) && !found.endsWith('_FILE')))
      yield breach('no-secrets', line, `${secret} would be readable in the image by everybody`);
  }
  if ((name === 'CMD' || name === 'ENTRYPOINT') && !isList(text))
    yield breach('exec-form', line, `${name} in shell form hides signals from the program`);
  if (name === 'COPY') yield* copied(text, line);
  if (name === 'WORKDIR' && !text.startsWith('/'))
    yield breach('absolute-workdir', line, 'WORKDIR is relative to whatever stood before');
  if (name === 'RUN') yield* commands(text, line);
}

function* copied(text: string, line: number): Generator<Breach> {
  const words = text.split(/\s+/);
  const target = words.at(-1) ?? '';
  const source = words.find((word) => !word.startsWith('--'));
  if (words.some((word) => word.startsWith('--chown')) && !WRITABLE.test(target))
    yield breach('no-chown', line, `${target} needs no owner but root: nothing writes there`);
  if (source === '.' || source === './')
    yield breach('no-copy-of-all', line, 'COPY . takes whatever lies about: name what is needed');
}

function* commands(text: string, line: number): Generator<Breach> {
  const parts = text.split(/&&|;|\|\|?/).map((part) => part.trim());
  const installs = parts.filter((part) => /^(?:\S+=\S+ )*apt(?:-get)? .*\binstall\b/.test(part));
  for (const part of installs) {
    if (!part.includes('--no-install-recommends'))
      yield breach('apt-recommends', line, 'apt-get install without --no-install-recommends');
    if (!/\s(-\w*y\w*|--yes|--assume-yes)(\s|$)/.test(part))
      yield breach('apt-yes', line, 'apt-get install without -y waits for an answer');
  }
  if (parts.some((part) => part.startsWith('apt ')))
    yield breach('apt-get', line, 'apt is for people: use apt-get');
  const fetches = parts.some((part) => /\bapt-get\b.*\bupdate\b/.test(part));
  if (fetches && !/rm -rf?\s[^&;|]*\/var\/lib\/apt\/lists/.test(text))
    yield breach('apt-lists', line, 'the lists of apt-get update stay in this layer');
  if (installs.length > 0 && !fetches)
    yield breach('apt-update', line, 'apt-get install without an update in the same layer uses old lists');
  if (parts.some((part) => /^(?:\S+=\S+ )*npm (?:i|install|add|update)\b/.test(part)))
    yield breach('npm-ci', line, 'npm ci alone installs what the lock file says');
  if (parts.some((part) => /^(?:\S+=\S+ )*npm ci\b/.test(part) && !part.includes('--ignore-scripts')))
    yield breach('npm-scripts', line, 'npm ci without --ignore-scripts runs programs of strangers');
  if (/\b(?:https?|git):\/\/|--registry|registry=/.test(text))
    yield breach('no-addresses', line, 'packages come from where the machine that builds gets them');
  if (/\bsudo\b|chmod\s+(-R\s+)?0?777/.test(text))
    yield breach(
      'no-broad-rights',
      line,
      'a build is root already, and nothing is everybody\u2019s to write',
    );
}

/** Each image that the file can make, as its stages from the last one down to the base. */
function finalChains(stages: readonly Stage[]): readonly (readonly Stage[])[] {
  const chainsOf = (stage: Stage): Stage[][] => {
    const parents = parentsOf(stage, stages);
    if (parents.length === 0) return [[stage]];
    return parents.flatMap((parent) => chainsOf(parent).map((chain) => [stage, ...chain]));
  };
  const last = stages.at(-1);
  return last === undefined ? [] : chainsOf(last);
}

/** What a base says by CMD holds only until a stage above it has an ENTRYPOINT of its own. */
function* command(chain: readonly Stage[], end: number): Generator<Breach> {
  const has = (stage: Stage, name: string) =>
    stage.instructions.some((instruction) => instruction.name === name);
  const [entrypoint, arguments_] = [
    chain.findIndex((stage) => has(stage, 'ENTRYPOINT')),
    chain.findIndex((stage) => has(stage, 'CMD')),
  ];
  if (arguments_ === -1 && entrypoint === -1)
    yield breach('command', end, 'the image does not say what it runs');
  if (entrypoint !== -1 && arguments_ > entrypoint)
    yield breach('command', end, 'its ENTRYPOINT comes after the CMD of a base, and takes it away');
}

const TOOLS =
  /\b(build-essential|gcc|g\+\+|make|cmake|git|python3?|curl|wget|npm|nodejs|[a-z0-9+.-]+-dev)(\s|$)/;

function* finalImage(chain: readonly Stage[], stages: readonly Stage[]): Generator<Breach> {
  const [final] = chain;
  const all = chain.toReversed().flatMap((stage) => stage.instructions);
  const last = (name: string) => all.findLast((instruction) => instruction.name === name);
  const end = final?.instructions.at(-1)?.line ?? final?.line ?? 1;
  const user = last('USER');
  if (user === undefined || !/^[1-9]\d{3,}(:[1-9]\d{3,})?$/.test(user.text))
    yield breach('user', user?.line ?? end, 'the last USER is not an ordinary user by number');
  const health = last('HEALTHCHECK');
  const check = /\bCMD\s+(.*)$/s.exec(health?.text ?? '')?.[1];
  if (check === undefined || !isList(check))
    yield breach('healthcheck', health?.line ?? end, 'there is no HEALTHCHECK with a command as a list');
  yield* command(chain, end);
  const labels = all.filter(({ name }) => name === 'LABEL').map(({ text }) => text);
  for (const label of ['title', 'version']) {
    if (!labels.some((text) => text.includes(`org.opencontainers.image.${label}=`)))
      yield breach('labels', end, `the label org.opencontainers.image.${label} is missing`);
  }
  for (const { name, text, line } of all) {
    if (name === 'RUN') {
      const installed = /apt-get\b[^&;|]*\binstall\b([^&;|]*)/.exec(text)?.[1] ?? '';
      if (TOOLS.test(installed)) yield breach('no-tools', line, `the image keeps tools: ${installed.trim()}`);
      if (/(^|[&;|]\s*)npm\s+(ci|run|exec)\b/.test(text))
        yield breach('no-tools', line, 'packages are installed and built in stages of their own');
    }
    const from = name === 'COPY' ? /--from=(\S+)/.exec(text)?.[1] : undefined;
    if (from === undefined || !text.includes('node_modules')) continue;
    const made = stages.find((stage) => stage.name === from);
    if (!made?.instructions.some((run) => /\bnpm ci\b[^&;|]*--omit[= ]dev\b/.test(run.text)))
      yield breach('no-dev-packages', line, `${from} holds packages that only development needs`);
  }
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function breach(rule: string, line: number, sentence: string): Breach {
  return { rule, line, sentence };
}
