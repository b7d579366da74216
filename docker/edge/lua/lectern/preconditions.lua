--- Which answer a GET or HEAD of an object gets (RFC 9110 section 13.2.2, then 14.2): conditions first, then one
--- byte range at most. Several ranges, other units and malformed ones are ignored.

local M = {}

local function listed(field, etag, weak)
  if field:find '^%s*%*%s*$' then return true end
  for prefix, tag in field:gmatch '(W?/?)("[^"]*")' do
    if tag == etag and (weak or prefix ~= 'W/') then return true end
  end
  return false
end

--- The three forms of RFC 9110 section 5.6.7: nginx takes others, too.
local function is_date(date)
  return date:find '^%u%l%l, %d%d %u%l%l %d%d%d%d %d%d:%d%d:%d%d GMT$'
    or date:find '^%u%l+, %d%d%-%u%l%l%-%d%d %d%d:%d%d:%d%d GMT$'
    or date:find '^%u%l%l %u%l%l [ %d]%d %d%d:%d%d:%d%d %d%d%d%d$'
end

--- Nil when the date can't be read: then the condition counts as not there.
local function modified_after(object, date)
  local since = is_date(date) and ngx.parse_http_time(date)
  if not since then return nil end
  return object.modified > since
end

local function conditional_status(headers, object)
  if headers.if_match then
    if not listed(headers.if_match, object.etag, false) then return 412 end
  elseif headers.if_unmodified_since and modified_after(object, headers.if_unmodified_since) then
    return 412
  end
  if headers.if_none_match then
    return listed(headers.if_none_match, object.etag, true) and 304 or nil
  end
  if headers.if_modified_since and modified_after(object, headers.if_modified_since) == false then return 304 end
  return nil
end

local function parse_range(field, bytes)
  local unit, first, last = field:match '^(%a+)=[ \t]*(%d*)-(%d*)[ \t]*$'
  if not unit or unit:lower() ~= 'bytes' or (first == '' and last == '') then return 200 end
  if first == '' then
    local length = math.min(tonumber(last), bytes)
    if length == 0 then return 416 end
    return 206, bytes - length, bytes - 1
  end
  local start = tonumber(first)
  local stop = last == '' and math.huge or tonumber(last)
  if stop < start then return 200 end
  if start >= bytes then return 416 end
  return 206, start, math.min(stop, bytes - 1)
end

--- The status, and with 206 the first and the last byte. `object` has `bytes`, `etag`, `modified` (a Unix
--- second) and `last_modified` (the same as an HTTP date).
function M.select(method, headers, object)
  local status = conditional_status(headers, object)
  if status then return status end
  if method ~= 'GET' or not headers.range then return 200 end
  local if_range = headers.if_range
  if if_range and if_range ~= object.etag and if_range ~= object.last_modified then return 200 end
  return parse_range(headers.range, object.bytes)
end

return M
