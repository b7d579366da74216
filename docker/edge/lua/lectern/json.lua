--- A strict JSON reader (RFC 8259). Key rings and revocation lists are taken whole or not at all, so arrays and
--- objects are told apart, and nothing that is no JSON is forgiven.

local M = {}

--- Stands for `null`.
M.null = setmetatable({}, { __tostring = function() return 'null' end })

local Array = {}

--- Whether a value that was read is an array; its elements are counted from 1.
function M.is_array(value)
  return getmetatable(value) == Array
end

--- Whether a value that was read is an object.
function M.is_object(value)
  return type(value) == 'table' and value ~= M.null and getmetatable(value) ~= Array
end

local ESCAPES = {
  ['"'] = '"', ['\\'] = '\\', ['/'] = '/', b = '\b', f = '\f', n = '\n', r = '\r', t = '\t',
}
local MAX_DEPTH = 32

local function fail()
  error({ json = true }, 0)
end

local function skip(text, at)
  return text:find('[^ \t\r\n]', at) or #text + 1
end

local function utf8_of(code)
  if code < 0x80 then return string.char(code) end
  if code < 0x800 then return string.char(0xC0 + math.floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then
    return string.char(0xE0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
  end
  return string.char(0xF0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64,
    0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
end

local function read_unicode(text, at)
  local digits = text:match('^%x%x%x%x', at) or fail()
  local code = tonumber(digits, 16)
  if code >= 0xD800 and code < 0xDC00 then
    local low = text:match('^\\u(%x%x%x%x)', at + 4)
    low = low and tonumber(low, 16)
    if low and low >= 0xDC00 and low < 0xE000 then
      return utf8_of(0x10000 + (code - 0xD800) * 1024 + (low - 0xDC00)), at + 10
    end
  end
  return utf8_of(code), at + 4
end

local function read_string(text, at)
  local parts = {}
  while true do
    local stop = text:find('["\\%c]', at) or fail()
    parts[#parts + 1] = text:sub(at, stop - 1)
    local character = text:sub(stop, stop)
    if character == '"' then return table.concat(parts), stop + 1 end
    if character == '\127' then
      parts[#parts + 1], at = character, stop + 1
    elseif character ~= '\\' then
      fail()
    else
      local escape = text:sub(stop + 1, stop + 1)
      if escape == 'u' then
        parts[#parts + 1], at = read_unicode(text, stop + 2)
      else
        parts[#parts + 1], at = ESCAPES[escape] or fail(), stop + 2
      end
    end
  end
end

local function read_number(text, at)
  local whole = text:match('^-?0', at)
  local digits = text:match('^-?[1-9]%d*', at) or whole or fail()
  local stop = at + #digits
  local fraction = text:match('^%.%d+', stop) or ''
  stop = stop + #fraction
  local exponent = text:match('^[eE][+-]?%d+', stop) or ''
  return tonumber(digits .. fraction .. exponent), stop + #exponent
end

local read_value

local function read_array(text, at, depth)
  local array = setmetatable({}, Array)
  at = skip(text, at)
  if text:sub(at, at) == ']' then return array, at + 1 end
  while true do
    array[#array + 1], at = read_value(text, at, depth)
    at = skip(text, at)
    local character = text:sub(at, at)
    if character == ']' then return array, at + 1 end
    if character ~= ',' then fail() end
    at = at + 1
  end
end

local function read_object(text, at, depth)
  local object = {}
  at = skip(text, at)
  if text:sub(at, at) == '}' then return object, at + 1 end
  while true do
    at = skip(text, at)
    if text:sub(at, at) ~= '"' then fail() end
    local name
    name, at = read_string(text, at + 1)
    at = skip(text, at)
    if text:sub(at, at) ~= ':' then fail() end
    object[name], at = read_value(text, at + 1, depth)
    at = skip(text, at)
    local character = text:sub(at, at)
    if character == '}' then return object, at + 1 end
    if character ~= ',' then fail() end
    at = at + 1
  end
end

local WORDS = { t = { 'true', true }, f = { 'false', false }, n = { 'null', M.null } }

function read_value(text, at, depth)
  if depth > MAX_DEPTH then fail() end
  at = skip(text, at)
  local character = text:sub(at, at)
  if character == '"' then return read_string(text, at + 1) end
  if character == '{' then return read_object(text, at + 1, depth + 1) end
  if character == '[' then return read_array(text, at + 1, depth + 1) end
  local word = WORDS[character]
  if not word then return read_number(text, at) end
  if text:sub(at, at + #word[1] - 1) ~= word[1] then fail() end
  return word[2], at + #word[1]
end

--- The value of a JSON text; nil where it is none.
function M.parse(text)
  local read, value, at = pcall(read_value, text, 1, 0)
  if not read then
    if type(value) == 'table' and value.json then return nil end
    error(value, 0)
  end
  if skip(text, at) <= #text then return nil end
  return value
end

return M
