--- The little of libcrypto that verifying needs.

local ffi = require 'ffi'
local base64 = require 'ngx.base64'

ffi.cdef [[
  typedef struct evp_md_st EVP_MD;
  const EVP_MD *EVP_sha256(void);
  unsigned char *HMAC(const EVP_MD *md, const void *key, int key_bytes,
                      const unsigned char *data, size_t data_bytes,
                      unsigned char *mac, unsigned int *mac_bytes);
  unsigned char *SHA256(const unsigned char *data, size_t bytes, unsigned char *digest);
  int CRYPTO_memcmp(const void *a, const void *b, size_t bytes);
  int RAND_bytes(unsigned char *out, int bytes);
]]

local libcrypto = ffi.load 'libcrypto.so.3'
local sha256 = libcrypto.EVP_sha256()
local digest = ffi.new 'unsigned char[32]'
local digest_bytes = ffi.new 'unsigned int[1]'

local M = {}

--- HMAC-SHA256, 32 bytes.
function M.hmac(key, text)
  if libcrypto.HMAC(sha256, key, #key, text, #text, digest, digest_bytes) == nil then
    error 'libcrypto made no HMAC'
  end
  return ffi.string(digest, 32)
end

--- SHA-256, 32 bytes.
function M.sha256(text)
  libcrypto.SHA256(text, #text, digest)
  return ffi.string(digest, 32)
end

--- Base64url without padding.
function M.base64url(bytes)
  return base64.encode_base64url(bytes)
end

--- The bytes of base64url without padding; nil for anything else.
function M.from_base64url(text)
  if #text % 4 == 1 or not text:find '^[A-Za-z0-9_-]+$' then return nil end
  return base64.decode_base64url(text)
end

--- Whether two texts are the same, in a time that depends on their lengths alone.
function M.same(a, b)
  return #a == #b and libcrypto.CRYPTO_memcmp(a, b, #a) == 0
end

function M.random_bytes(count)
  local bytes = ffi.new('unsigned char[?]', count)
  if libcrypto.RAND_bytes(bytes, count) ~= 1 then error 'libcrypto made no random bytes' end
  return ffi.string(bytes, count)
end

return M
