const LF2 = Buffer.from('\r\n\r\n');

/** Forms whose fields before the file are longer than this give no exact length; the bytes are counted then. */
const LONGEST_PREAMBLE = 256 * 1024;

/**
 * Works out how long the file of a form is before its bytes have come: the form's Content-Length less what
 * stands before the file and less the closing delimiter (RFC 2046 section 5.1.1). Exact when the file is the
 * last part, as clients send it; an upper bound else.
 */
export class FormLength {
  private preamble: Buffer[] = [];
  private seen = 0;

  constructor(
    private readonly contentLength: number | undefined,
    private readonly boundary: string,
  ) {}

  /** Takes the form's bytes up to the moment when the file's part begins. */
  add(chunk: Buffer): void {
    this.seen += chunk.byteLength;
    if (this.seen <= LONGEST_PREAMBLE + chunk.byteLength) this.preamble.push(chunk);
  }

  /** To be asked when the file's part has just begun; undefined where no header gives a bound. */
  expectedFileBytes(): number | undefined {
    if (this.contentLength === undefined) return undefined;
    const bytes = Buffer.concat(this.preamble);
    this.preamble = [];
    if (bytes.byteLength < this.seen) return this.contentLength;
    const start = this.startOfFile(bytes);
    const closing = `\r\n--${this.boundary}--\r\n`.length;
    return start === undefined ? this.contentLength : Math.max(0, this.contentLength - start - closing);
  }

  private startOfFile(bytes: Buffer): number | undefined {
    const delimiter = `--${this.boundary}\r\n`;
    for (let at = bytes.indexOf(delimiter); at !== -1; at = bytes.indexOf(delimiter, at + 1)) {
      const end = bytes.indexOf(LF2, at);
      if (end === -1) return undefined;
      if (/^content-disposition:.*;\s*filename\*?=/im.test(bytes.toString('latin1', at, end)))
        return end + LF2.length;
    }
    return undefined;
  }
}
