--- Keeps what strangers write from slowing LuaJIT down. Debian's (OpenResty's branch, 2.1-20230119) finds a string of
--- 128 bytes or more by a hash of some of its bytes: 30,000 that differ in a few others alone took 70 microseconds
--- each, and more the more there are. Shorter ones took 0.4. So what was read of requests that are not known
--- yet is collected after each 4,000, before it can add up.

local LONG_BYTES = 128
local MOST = 4000

local count = 0

local M = {}

--- Tells of a text that a request brought and nobody will ask for again.
function M.read(text)
  if #text < LONG_BYTES then return end
  count = count + 1
  if count < MOST then return end
  count = 0
  collectgarbage()
end

return M
