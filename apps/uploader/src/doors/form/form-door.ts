import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import multer from 'multer';
import { z } from 'zod';
import { type Asset, UploadNotOpen } from '#libs/catalog';
import { BodyTooSlow, type Caller, refuseUnknownFields } from '#libs/http';
import { DomainError } from '#libs/kernel';
import type { Intake } from '../../intake/intake.js';
import type { FileDescription } from '../../intake/upload-beginning.js';
import { expectedVersion } from '../../rest/if-match.js';
import { checked, described } from '../description.js';
import { FormWithoutFile, MalformedForm } from './form.errors.js';
import { FormLength } from './form-length.js';

/** The form's fields, before its file or behind it. */
export const formFields = z.object({
  title: described.title,
  courseId: described.courseId,
  sha256: described.sha256,
  externalId: described.externalId,
  replaces: described.replaces,
});
const FIELDS = ['title', 'courseId', 'sha256', 'externalId'] as const satisfies readonly (keyof z.output<
  typeof formFields
>)[];

const LIMITS = {
  files: 1,
  fields: 20,
  parts: 21,
  fieldSize: 16 * 1024,
  fieldNameSize: 100,
  fieldNestingDepth: 0,
  headerPairs: 50,
};
const FILE_BUFFER_BYTES = 1024 * 1024;

/** What multer's storage engine is handed of a file (its types know only buffers and disks). */
interface FormFile {
  readonly fieldname: string;
  readonly originalname: string;
  readonly stream: Readable;
}

/**
 * One form, one file: multer parses, and its storage engine is the intake. A refusal is told at once; multer
 * would first read the whole body (measured: 500 MB before a 413).
 */
export class FormDoor {
  /** @param fieldSeconds within which all that stands before the file must have come, and all behind it */
  constructor(
    private readonly intake: Intake,
    private readonly fieldSeconds: number,
  ) {}

  /**
   * The intake watches how fast the file comes.
   *
   * @throws FormWithoutFile, MalformedForm, BodyTooSlow, InvalidRequest, and what the intake throws: nothing is left
   *   behind
   */
  async receive(caller: Caller, request: IncomingMessage, response: ServerResponse): Promise<Asset> {
    const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(request.headers['content-type'] ?? '');
    const length = new FormLength(contentLengthOf(request), boundary?.[1] ?? boundary?.[2] ?? '');
    const received: { upload?: string; bytes?: number } = {};
    let taking: { readonly stream: Readable; readonly done: Promise<void> } | undefined;
    let tellLate = async (): Promise<void> => undefined;
    const take = async (fields: object, file: FormFile): Promise<void> => {
      const said = descriptionOf(fields, file);
      const ofVersion = expectedVersion(request.headers['if-match']);
      const upload = await this.begin(caller, { ...said, ofVersion }, file, length.expectedFileBytes());
      received.upload = upload;
      // multer puts into the same object what comes behind the file.
      tellLate = async () => {
        const all = descriptionOf(fields, file);
        if (all.replaces !== said.replaces)
          throw new MalformedForm('The field \u201creplaces\u201d must stand before the file.');
        const isSame = FIELDS.every((name) => all[name] === said[name]);
        if (!isSame) await this.intake.describe(caller, upload, all);
      };
      received.bytes = (await this.intake.write(caller, upload, 0, file.stream)).offset;
    };
    try {
      await this.parse(request, response, length, (fields, file) => {
        taking = { stream: file.stream, done: take(fields, file) };
        return taking.done;
      });
      if (received.upload === undefined || received.bytes === undefined) throw new FormWithoutFile();
      await tellLate();
    } catch (error) {
      // The form may have failed while its file was still on its way in, even before its upload was known.
      taking?.stream.destroy();
      await taking?.done.catch(() => undefined);
      if (received.upload !== undefined) await this.intake.abandon(received.upload, 'form-broken');
      throw error instanceof DomainError ? error : new MalformedForm(undefined, { cause: error });
    }
    const { upload } = received;
    return this.intake.finishAt(upload, received.bytes).catch(async (error: unknown) => {
      // Nobody can go on with a form: whoever is told that it failed sends it again, and gets one asset.
      const refusal: unknown = await this.intake.giveUp(caller, upload, 'form-broken').catch((end) => end);
      // It is an asset: only the database's word of it was lost.
      if (refusal instanceof UploadNotOpen) return this.intake.finish(upload);
      throw error;
    });
  }

  private async begin(
    caller: Caller,
    said: z.output<typeof formFields> & Pick<FileDescription, 'ofVersion'>,
    file: FormFile,
    expectedBytes: number | undefined,
  ): Promise<string> {
    const upload = await this.intake.begin(caller, {
      kind: 'whole',
      door: 'form',
      fileName: file.originalname,
      bytes: null,
      expectedBytes,
      ...said,
    });
    return upload.id;
  }

  /** Resolves when the form has ended whole, and rejects at the first thing that is wrong. */
  private parse(
    request: IncomingMessage,
    response: ServerResponse,
    length: FormLength,
    take: (fields: object, file: FormFile) => Promise<void>,
  ): Promise<void> {
    let deadline: NodeJS.Timeout | undefined;
    const parsed = new Promise<void>((resolve, reject) => {
      const tooSlow = (): void => reject(new BodyTooSlow(this.fieldSeconds));
      const hurry = (): void => void (deadline = setTimeout(tooSlow, this.fieldSeconds * 1000).unref());
      const parser = multer({
        limits: LIMITS,
        defParamCharset: 'utf8',
        fileHwm: FILE_BUFFER_BYTES,
        fileFilter: (_, file, accept) => {
          if (file.fieldname === 'file') return accept(null, true);
          reject(new FormWithoutFile());
          accept(null, false);
        },
        storage: {
          _handleFile: (form, file, callback) => {
            take((form as unknown as { body: object }).body, file as unknown as FormFile).then(
              () => {
                hurry();
                callback(null, {});
              },
              (error: unknown) => {
                reject(error);
                callback(error);
              },
            );
          },
          _removeFile: (_form, _file, callback) => callback(null),
        },
        streamHandler: (form: IncomingMessage, busboy: PassThrough) => {
          const count = (chunk: Buffer): void => length.add(chunk);
          const tooMuch = (): void =>
            reject(new MalformedForm('The form has more parts, or longer ones, than are taken.'));
          watchParts(busboy, reject);
          form.on('data', count);
          busboy.once('file', () => {
            form.off('data', count);
            clearTimeout(deadline);
          });
          busboy.on('filesLimit', () => reject(new FormWithoutFile()));
          busboy.on('partsLimit', tooMuch).on('fieldsLimit', tooMuch).on('error', reject);
          form.pipe(busboy);
        },
      } as multer.Options);
      hurry();
      parser.any()(request as never, response as never, (error: unknown) =>
        error === undefined || error === null ? resolve() : reject(error),
      );
    });
    return parsed.finally(() => clearTimeout(deadline));
  }
}

/**
 * What the fields say that have come so far.
 *
 * @throws UnknownField, MalformedForm, InvalidRequest
 */
function descriptionOf(fields: object, file: FormFile): z.output<typeof formFields> {
  refuseUnknownFields(fields, formFields);
  const said = new Map<string, unknown>(Object.entries(fields));
  for (const [name, value] of said) {
    if (typeof value !== 'string')
      throw new MalformedForm(`The form has the field \u201c${name}\u201d more than once.`);
  }
  const texts = [file.originalname, ...said.values()].map(String);
  // What was no UTF-8, the parser has put this character in place of.
  if (texts.some((text) => text.includes('\ufffd')))
    throw new MalformedForm('The fields of the form, and the name of its file, must be UTF-8.');
  return checked(formFields, Object.fromEntries(said), 'The form has fields that do not fit.');
}

/**
 * Looks out for parts that the parser passes over, or would hand on as another text.
 *
 * @param refuse called at the first one
 */
function watchParts(busboy: PassThrough, refuse: (error: DomainError) => void): void {
  busboy.on('field', (name: string | undefined, value: string | undefined, { encoding }: PartFacts) => {
    if (value === undefined)
      refuse(
        new MalformedForm(`The field \u201c${name}\u201d has a charset that is not read here: send UTF-8.`),
      );
    else if (!AS_IT_IS.has(encoding)) refuse(transferEncoded(encoding));
  });
  busboy.on('file', (name: string | undefined, _: unknown, { encoding, filename }: PartFacts) => {
    if (!filename)
      refuse(
        name === 'file'
          ? new FormWithoutFile()
          : new MalformedForm(
              `The part \u201c${name}\u201d is sent as bytes and has no file name: send text.`,
            ),
      );
    else if (!AS_IT_IS.has(encoding)) refuse(transferEncoded(encoding));
  });
}

interface PartFacts {
  readonly encoding: string;
  readonly filename?: string | undefined;
}

/** Values of Content-Transfer-Encoding that change no byte; RFC 7578 section 4.7 has no others sent over HTTP. */
const AS_IT_IS: ReadonlySet<string> = new Set(['7bit', '8bit', 'binary']);

function transferEncoded(encoding: string): MalformedForm {
  return new MalformedForm(
    `A part has the Content-Transfer-Encoding \u201c${encoding.slice(0, 40)}\u201d: send it as it is.`,
  );
}

function contentLengthOf(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined || !/^[0-9]{1,15}$/.test(text) ? undefined : Number(text);
}
