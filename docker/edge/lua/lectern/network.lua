--- IP addresses and networks, with the meaning that libs/signing/network.ts gives them.

local ffi = require 'ffi'

ffi.cdef 'int inet_pton(int family, const char *text, void *address);'

local AF_INET, AF_INET6 = 2, 10
local MAPPED = ('\0'):rep(10) .. '\255\255'
local buffer = ffi.new 'unsigned char[16]'

local M = {}

local function is_mapped(bytes)
  return #bytes == 16 and bytes:sub(1, 12) == MAPPED
end

--- The 4 or 16 bytes of an address's text; nil where it is none.
local function parse(text)
  if ffi.C.inet_pton(AF_INET, text, buffer) == 1 then return ffi.string(buffer, 4) end
  if ffi.C.inet_pton(AF_INET6, text, buffer) == 1 then return ffi.string(buffer, 16) end
  return nil
end

--- An IPv4 address that is mapped into IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
function M.plain(bytes)
  return is_mapped(bytes) and bytes:sub(13) or bytes
end

--- A network of an address's text and a prefix length; nil where either is out of range. A network of mapped
--- addresses (`::ffff:10.0.0.0`, 104) is the IPv4 network (10.0.0.0, 8).
function M.parse(text, prefix)
  local bytes = parse(text)
  if not bytes or prefix > #bytes * 8 then return nil end
  if is_mapped(bytes) and prefix >= 96 then return { bytes = bytes:sub(13), prefix = prefix - 96 } end
  return { bytes = bytes, prefix = prefix }
end

--- Whether a network holds an address, given as `plain` bytes.
function M.holds(network, address)
  local bytes, prefix = network.bytes, network.prefix
  if #bytes ~= #address then return false end
  local whole = math.floor(prefix / 8)
  if bytes:sub(1, whole) ~= address:sub(1, whole) then return false end
  local rest = prefix % 8
  if rest == 0 then return true end
  local unit = 2 ^ (8 - rest)
  return math.floor(bytes:byte(whole + 1) / unit) == math.floor(address:byte(whole + 1) / unit)
end

return M
