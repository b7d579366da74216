--- What is known of the objects of a media tree, without opening them: nginx does that.

local ffi = require 'ffi'

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
]]

local AT_FDCWD, AT_SYMLINK_NOFOLLOW = -100, 0x100
local STATX_TYPE, STATX_MTIME, STATX_SIZE = 0x1, 0x40, 0x200
local S_IFMT, S_IFREG = 0xF000, 0x8000
local MISSING = { [2] = true, [20] = true, [36] = true } -- ENOENT, ENOTDIR, ENAMETOOLONG
local found = ffi.new 'struct lectern_statx'
local mask = bit.bor(STATX_TYPE, STATX_MTIME, STATX_SIZE)

local M = {}

--- Where an object lies below `assets/`: in a folder that is named after the last two characters of its id
--- (libs/storage/nfs/nfs-paths.ts).
function M.uri(asset, path)
  return '/' .. asset:sub(-2) .. '/' .. asset .. '/' .. path
end

--- Size and time (a Unix second) of a regular file; nil and a problem's code for anything else.
function M.look_up(root, asset, path)
  local name = root .. '/assets' .. M.uri(asset, path)
  if ffi.C.statx(AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, mask, found) ~= 0 then
    return nil, MISSING[ffi.errno()] and 'not-found' or 'storage-fault'
  end
  if bit.band(found.mode, S_IFMT) ~= S_IFREG then return nil, 'not-found' end
  return { bytes = tonumber(found.size), modified = tonumber(found.mtime.seconds) }
end

--- Whether the root answers at all.
function M.answers(root)
  return ffi.C.statx(AT_FDCWD, root, 0, STATX_TYPE, found) == 0
end

return M
