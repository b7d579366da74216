--- Refusals of signed URLs with their sentences, made from libs/signing/verify.ts: edit that, and write this anew with
--- npm test -- libs/signing -u

return {
  ['not-found'] = "There is nothing here.",
  ['signature-invalid'] = "The signature of this URL is not valid.",
  ['signature-expired'] = "This URL has expired: ask for a new one.",
  ['signature-not-yet-valid'] = "This URL is not valid yet.",
  ['network-not-allowed'] = "This URL may not be used from this network.",
  ['revoked'] = "This URL has been revoked.",
  ['out-of-scope'] = "This URL does not cover this file.",
}
