--- The clock that expiry is judged by, and how often keys and revocations are read.

return {
  --- The present Unix second.
  now = ngx.time,
  --- Seconds from one reading of the key ring and of the revocation list to the next.
  follow_seconds = 4,
}
