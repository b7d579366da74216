/** The subject of a token, which is the id of a person. */
export const SUBJECT = /^[\x21-\x7e]{1,128}$/;
