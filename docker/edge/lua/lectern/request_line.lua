--- The request line where nginx holds it. Nothing here makes a Lua string of what is not asked for: each new one
--- has to find its place among all others (strings.lua).

local base = require 'resty.core.base'
local ffi = require 'ffi'
-- Brings the declaration of ngx_http_lua_ffi_var_get.
require 'resty.core.var'

ffi.cdef [[
  void *memchr(const void *bytes, int byte, size_t count);
]]

local C = ffi.C
local get_request = base.get_request
local names = ffi.new 'char[64]'
local value = ffi.new 'char *[1]'
local value_bytes = ffi.new 'size_t[1]'
local message = ffi.new 'char *[1]'

local SLASH, QUESTION, SPACE, CAPITAL_H = 0x2F, 0x3F, 0x20, 0x48
-- ` HTTP/1.1`
local VERSION_BYTES = 9

local M = {}

local function read(name)
  return C.ngx_http_lua_ffi_var_get(get_request(), name, #name, names, 0, ffi.cast('unsigned char **', value),
    value_bytes, ffi.cast('char **', message)) == 0
end

--- The bytes of a variable's value, without making a string of them.
function M.length_of(name)
  return read(name) and tonumber(value_bytes[0]) or 0
end

local function find(from, byte, till)
  local found = C.memchr(from, byte, till - from)
  if found == nil then return nil end
  return ffi.cast('const char *', found)
end

--- Takes apart a GET or HEAD of the form `/s/<token>/<asset>/<path>`: the text up to the slash after the asset,
--- and what follows the token, without the query. Nil for anything else. Nothing of either is verified, and what
--- stands between the slashes may be any bytes.
function M.split()
  if not read 'request' then return nil end
  local first = ffi.cast('const char *', value[0])
  local last = first + (tonumber(value_bytes[0]) - VERSION_BYTES)
  local target
  if last - first < VERSION_BYTES then return nil end
  if first[0] == 0x47 and first[1] == 0x45 and first[2] == 0x54 and first[3] == SPACE then
    target = first + 4
  elseif first[0] == 0x48 and first[1] == 0x45 and first[2] == 0x41 and first[3] == 0x44 and first[4] == SPACE then
    target = first + 5
  else
    return nil
  end
  if last[0] ~= SPACE or last[1] ~= CAPITAL_H then return nil end
  if target[0] ~= SLASH or target[1] ~= 0x73 or target[2] ~= SLASH then return nil end
  last = find(target, QUESTION, last) or last
  local after_token = find(target + 3, SLASH, last)
  if not after_token then return nil end
  local name = after_token + 1
  local after_asset = find(name, SLASH, last)
  if not after_asset then return nil end
  return ffi.string(target, after_asset + 1 - target), ffi.string(name, last - name)
end

return M
