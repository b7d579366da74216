--- The headers of the answer to OPTIONS, made from apps/delivery/src/heads.ts: edit that, and write this anew with
--- npm test -- apps/delivery/src/edge-table.spec.ts -u

return {
  ['Allow'] = 'GET, HEAD, OPTIONS',
  ['Access-Control-Allow-Methods'] = 'GET, HEAD, OPTIONS',
  ['Access-Control-Allow-Headers'] = 'Range, If-Range, If-Match, If-None-Match, If-Modified-Since',
  ['Access-Control-Max-Age'] = '7200',
  ['Cache-Control'] = 'no-store',
}
