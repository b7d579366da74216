import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import multer from 'multer';
import { z } from 'zod';
import { type Asset, UploadNotOpen } from '#libs/catalog';
import type { Caller } from '#libs/http';
import { DomainError } from '#libs/kernel';
import type { Intake } from '../../intake/intake.js';
import { checked, described } from '../description.js';
import { FormWithoutFile, MalformedForm } from './form.errors.js';
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
  constructor(private readonly intake: Intake) {}

  /** @throws FormWithoutFile, MalformedForm, InvalidRequest, and what the intake throws: nothing is left behind */
  async receive(caller: Caller, request: IncomingMessage, response: ServerResponse): Promise<Asset> {
    const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(request.headers['content-type'] ?? '');
    const length = new FormLength(contentLengthOf(request), boundary?.[1] ?? boundary?.[2] ?? '');
    const received: { upload?: string; bytes?: number } = {};
    let taking: { readonly stream: Readable; readonly done: Promise<void> } | undefined;
    const take = async (fields: unknown, file: FormFile): Promise<void> => {
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
    fields: unknown,
    file: FormFile,
    expectedBytes: number | undefined,
  ): Promise<string> {
    const { title, courseId, sha256 } = checked(
      formFields,
      { ...(fields as object) },
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
    take: (fields: unknown, file: FormFile) => Promise<void>,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
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
            take((form as unknown as { body: unknown }).body, file as unknown as FormFile).then(
              () => callback(null, {}),
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
          busboy.once('file', () => form.off('data', count));
          busboy.on('filesLimit', () => reject(new FormWithoutFile()));
          busboy.on('partsLimit', tooMuch).on('fieldsLimit', tooMuch).on('error', reject);
          form.pipe(busboy);
        },
      } as multer.Options);
      parser.any()(request as never, response as never, (error: unknown) =>
        error === undefined || error === null ? resolve() : reject(error),
      );
    });
  }
}

function contentLengthOf(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined || !/^[0-9]{1,15}$/.test(text) ? undefined : Number(text);
}
