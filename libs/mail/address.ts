const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/** Whether it is a plain address: nodemailer would take a whole list, or a name with anything in it, from one text. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}
