--- What is known of the objects that viewers ask for. Objects are immutable, so what was seen once holds for
--- everybody; a removed one is served no longer than that.

local bucket = require 'lectern.bucket'
local lrucache = require 'resty.lrucache'
local object_keys = require 'lectern.object_keys'
local strings = require 'lectern.strings'
local tree = require 'lectern.tree'

-- How long somebody waits for a look at an object of the tree: for one that was there before, not long.
local FIRST_SECONDS, AGAIN_SECONDS = 5, 1

local M = {}

local root, open_seconds, heads

--- Room for at least so many in a cache whose table is never full: a full one is built anew at each change.
local function roomy(count)
  local power = 2 ^ math.ceil(math.log(count) / math.log(2))
  return count > power * 0.75 and power * 1.25 or count
end

--- `folder` is the root of the tree; nil with a bucket. What is learned holds for `seconds`.
function M.start(folder, count, seconds)
  root, open_seconds = folder, seconds
  heads = lrucache.new(roomy(count))
end

--- Whether nginx has the file of an object open still, as far as that can be known here: then serving it asks
--- nothing of the tree but what it may have in memory.
local function is_open(object)
  return object and object.used_at and ngx.time() - object.used_at < open_seconds
end

--- The object of a name (`<asset>/<path>`) that was looked up lately; nil for any other. What has such a name has
--- its grammar too. While the tree hangs, what was learned before holds on.
function M.recall(name)
  local known, stale = heads:get(name)
  if known then return known end
  return is_open(stale) and tree.hangs() and stale or nil
end

--- The file that nginx is to send.
function M.file_of(object)
  object.used_at = ngx.time()
  return object.file
end

--- An object; nil and a problem's code where there is none.
function M.look_up(asset, path)
  local name = asset .. '/' .. path
  local known, stale = heads:get(name)
  if known then return known end
  if not is_open(stale) then stale = nil end
  if stale and tree.hangs() then return stale end
  local key = object_keys.under_asset(asset, path)
  if #key > object_keys.MAX_BYTES then return nil, 'not-found' end
  strings.read(key)
  local found, more
  if root then
    found, more = tree.look_up(asset, path, stale and AGAIN_SECONDS or FIRST_SECONDS)
    if more == 'storage-unavailable' and stale then return stale end
  else
    found, more = bucket.look_up(key, open_seconds)
  end
  if not found then return nil, more end
  found.key = key
  found.file = root and root .. object_keys.file(asset, path)
  found.last_modified = ngx.http_time(found.modified)
  found.etag = bucket.etag(key, found.bytes, found.last_modified)
  found.path = path
  found.logged = '"asset":"' .. asset .. '","path":"' .. path .. '",'
  heads:set(name, found, more or open_seconds)
  return found
end

return M
