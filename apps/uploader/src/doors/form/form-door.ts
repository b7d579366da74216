import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import multer from 'multer';
import { z } from 'zod';
import { type Asset, UploadNotOpen } from '#libs/catalog';
import { BodyTooSlow, type Caller, refuseUnknownFields } from '#libs/http';
import { DomainError } from '#libs/kernel';
import type { Intake } from '../../intake/intake.js';
import { checked, described } from '../description.js';
import { FieldAfterFile, FormWithoutFile, MalformedForm } from './form.errors.js';
import { FormLength } from './form-length.js';

/** The form's fields; they stand before the file. */
export const formFields = z.object({
  title: described.title,
  courseId: described.courseId,
  sha256: described.sha256,
});

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
    let lateFields = (): string[] => [];
    const take = async (fields: object, file: FormFile): Promise<void> => {
      lateFields = changesOf(fields);
      const upload = await this.begin(caller, fields, file, length.expectedFileBytes());
      received.upload = upload;
      received.bytes = (await this.intake.write(caller, upload, 0, file.stream)).offset;
    };
    try {
      await this.parse(request, response, length, (fields, file) => {
        taking = { stream: file.stream, done: take(fields, file) };
        return taking.done;
      });
      if (received.upload === undefined || received.bytes === undefined) throw new FormWithoutFile();
      const late = lateFields();
      if (late.length > 0) throw new FieldAfterFile(late);
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
    fields: object,
    file: FormFile,
    expectedBytes: number | undefined,
  ): Promise<string> {
    refuseUnknownFields(fields, formFields);
    const texts = [file.originalname, ...Object.values(fields).map(String)];
    // What was no UTF-8, the parser has put this character in place of.
    if (texts.some((text) => text.includes('\ufffd')))
      throw new MalformedForm('The fields of the form, and the name of its file, must be UTF-8.');
    const { title, courseId, sha256 } = checked(
      formFields,
      { ...fields },
      'The form has fields that do not fit.',
    );
    const upload = await this.intake.begin(caller, {
      kind: 'whole',
      door: 'form',
      fileName: file.originalname,
      bytes: null,
      expectedBytes,
      title,
      courseId,
      sha256,
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

/** Asked later, tells the names of an object whose values have come or changed since. */
function changesOf(fields: object): () => string[] {
  const before = new Map<string, unknown>(Object.entries(fields));
  return () => Object.entries(fields).flatMap(([name, value]) => (before.get(name) === value ? [] : [name]));
}

function contentLengthOf(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined || !/^[0-9]{1,15}$/.test(text) ? undefined : Number(text);
}
