--- The calls on a media tree. They hang while its server does, so nobody makes them in nginx's event loop but a
--- worker that is starting (tree.lua).

local ffi = require 'ffi'
local object_keys = require 'lectern.object_keys'

ffi.cdef [[
  struct lectern_time { int64_t seconds; uint32_t nanoseconds; int32_t reserved; };
  struct lectern_statx {
    uint32_t mask, blksize; uint64_t attributes; uint32_t nlink, uid, gid; uint16_t mode, pad;
    uint64_t ino, size, blocks, attributes_mask;
    struct lectern_time atime, btime, ctime, mtime;
    uint32_t rdev_major, rdev_minor, dev_major, dev_minor;
    uint64_t spare[14];
  };
  int statx(int folder, const char *path, int flags, unsigned int mask, struct lectern_statx *buffer);
  int open(const char *path, int flags, ...);
  ssize_t read(int fd, void *buffer, size_t bytes);
  int close(int fd);
]]

local AT_FDCWD, AT_SYMLINK_NOFOLLOW, AT_STATX_FORCE_SYNC = -100, 0x100, 0x2000
local O_NOFOLLOW, O_CLOEXEC = 0x20000, 0x80000
local STATX_TYPE, STATX_MTIME, STATX_SIZE = 0x1, 0x40, 0x200
local S_IFMT, S_IFREG = 0xF000, 0x8000
local MISSING = { [2] = true, [20] = true, [36] = true } -- ENOENT, ENOTDIR, ENAMETOOLONG
local found = ffi.new 'struct lectern_statx'
local mask = bit.bor(STATX_TYPE, STATX_MTIME, STATX_SIZE)

local M = {}

-- As much as a playlist or a picture has.
local FIRST_BYTES = 64 * 1024
local first = ffi.new('char[?]', FIRST_BYTES)

--- Brings what nginx will ask the kernel for next into its caches.
local function warm(name)
  local fd = ffi.C.open(name, bit.bor(O_NOFOLLOW, O_CLOEXEC))
  if fd < 0 then return end
  ffi.C.read(fd, first, FIRST_BYTES)
  ffi.C.close(fd)
end

--- Size and time (a Unix second) of a regular file; nil and a problem's code for anything else.
function M.look_up(root, asset, path)
  local name = root .. object_keys.file(asset, path)
  if ffi.C.statx(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, mask, found) ~= 0 then
    return nil, MISSING[ffi.errno()] and 'not-found' or 'storage-fault'
  end
  if bit.band(found.mode, S_IFMT) ~= S_IFREG then return nil, 'not-found' end
  local bytes, modified = tonumber(found.size), tonumber(found.mtime.seconds)
  warm(name)
  return bytes, modified
end

--- The bytes of a file, whatever it is, and its time; nil where there is none.
function M.size(path)
  if ffi.C.statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, mask, found) ~= 0 then return nil end
  return tonumber(found.size), tonumber(found.mtime.seconds)
end

--- Whether the root answers, asked of its server and not of what the kernel remembers.
function M.answers(root)
  return ffi.C.statx(AT_FDCWD, root, AT_STATX_FORCE_SYNC, STATX_TYPE, found) == 0
end

local LARGEST_BYTES = 64 * 1024 * 1024
-- LuaJIT makes room for all that it is asked to read before it reads anything.
local BLOCK_BYTES = 64 * 1024

--- The whole of an open file; nil and why there is none.
local function whole(file)
  local blocks, bytes = {}, 0
  while true do
    local block, _, failed = file:read(BLOCK_BYTES)
    if failed then return nil, 'reading it failed' end
    if not block then return table.concat(blocks) end
    bytes = bytes + #block
    if bytes > LARGEST_BYTES then return nil, 'it is too large' end
    blocks[#blocks + 1] = block
  end
end

--- Reads a document, opened anew, since only an open sees on NFS what another client replaced. Its text; false
--- where none has been written yet; nil and why it can't be read.
function M.read(path)
  local file, _, errno = io.open(path, 'rb')
  if not file then
    if errno == 2 then return false end
    return nil, 'opening it failed'
  end
  local text, problem = whole(file)
  file:close()
  return text, problem
end

return M
