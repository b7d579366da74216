--- The clock that expiry is judged by.

return {
  --- The present Unix second.
  now = ngx.time,
}
