// A pool a thread: blocks one after the other, free lists by size; all is given back at once after a file.
#include "parsers/reading/syntax_memory.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace demarc::syntax {
namespace {

constexpr std::size_t step = 16, classes = 256, largest = step * classes;  // bytes of a block
constexpr std::size_t chunk_bytes = 256u << 10, max_kept_chunks = 32;

// What stands before each block: how many steps it has; 0 when it came from the system, behind its size.
struct Header {
  std::uint32_t steps, bytes;
};
static_assert(sizeof(Header) == 8);

// What stands before a large block: its neighbours among the large blocks of its pool, then the header.
struct Large {
  Large *before, *after;
  std::uint64_t unused;
  Header header;
};
static_assert(sizeof(Large) == 32);

[[noreturn]] void no_memory() {
  std::fputs("demarc: there is no memory left for parsing\n", stderr);
  std::abort();
}

class Pool {
 public:
  ~Pool() { free_large(); }
  bool empty() const { return used_ == 0; }
  void* take(std::size_t steps) {
    ++used_;
    if (Free* block = free_[steps - 1]) {
      free_[steps - 1] = block->next;
      return block;
    }
    const std::size_t whole = sizeof(Header) + steps * step;
    if (whole > room_) next_chunk();
    char* block = at_ + sizeof(Header);
    const Header header{static_cast<std::uint32_t>(steps), 0};
    std::memcpy(at_, &header, sizeof header);
    at_ += whole;
    room_ -= whole;
    return block;
  }
  void give(void* block, std::size_t steps) {
    --used_;
    free_[steps - 1] = new (block) Free{free_[steps - 1]};
  }
  // A large block, `old` (or null) grown to `bytes`.
  void* take_large(Large* old, std::size_t bytes) {
    if (bytes > UINT32_MAX) no_memory();
    if (old) leave(old);
    Large* made = static_cast<Large*>(std::realloc(old, sizeof(Large) + bytes));
    if (!made) no_memory();
    *made = {nullptr, large_, 0, {0, static_cast<std::uint32_t>(bytes)}};
    if (large_) large_->before = made;
    large_ = made;
    ++used_;
    return made + 1;
  }
  void give_large(Large* block) {
    leave(block);
    std::free(block);
  }
  // Everything that was taken counts as given back. What one huge file needed is not kept for ever.
  void rewind() {
    free_large();
    free_.fill(nullptr);
    if (chunks_.size() > max_kept_chunks) chunks_.resize(max_kept_chunks);
    chunk_ = 0;
    room_ = used_ = 0;
  }

 private:
  struct Free {
    Free* next;
  };
  void next_chunk() {
    if (chunk_ == chunks_.size())
      chunks_.push_back(std::make_unique_for_overwrite<std::uint64_t[]>(chunk_bytes / 8));
    at_ = reinterpret_cast<char*>(chunks_[chunk_++].get());
    room_ = chunk_bytes;
  }
  void leave(Large* block) {
    --used_;
    (block->before ? block->before->after : large_) = block->after;
    if (block->after) block->after->before = block->before;
  }
  void free_large() {
    while (Large* block = large_) {
      large_ = block->after;
      std::free(block);
    }
  }

  std::array<Free*, classes> free_{};
  std::vector<std::unique_ptr<std::uint64_t[]>> chunks_;
  std::size_t chunk_ = 0;  // the next one to be used
  Large* large_ = nullptr;
  char* at_ = nullptr;
  std::size_t room_ = 0, used_ = 0;
};

Pool& mine() {
  thread_local Pool pool;
  return pool;
}

Header header_of(void* block) {
  Header header;
  std::memcpy(&header, static_cast<char*>(block) - sizeof header, sizeof header);
  return header;
}
Large* large_of(void* block) { return static_cast<Large*>(block) - 1; }

void* take(std::size_t bytes) {
  if (bytes > largest) return mine().take_large(nullptr, bytes);
  return mine().take(bytes == 0 ? 1 : (bytes + step - 1) / step);
}

void* take_cleared(std::size_t count, std::size_t bytes) {
  if (bytes != 0 && count > SIZE_MAX / bytes) no_memory();
  void* made = take(count * bytes);
  std::memset(made, 0, count * bytes);
  return made;
}

void give(void* block) {
  if (!block) return;
  const Header header = header_of(block);
  if (header.steps != 0) mine().give(block, header.steps);
  else mine().give_large(large_of(block));
}

void* take_again(void* block, std::size_t bytes) {
  if (!block) return take(bytes);
  const Header header = header_of(block);
  if (header.steps == 0 && bytes > largest) return mine().take_large(large_of(block), bytes);
  const std::size_t had = header.steps != 0 ? header.steps * step : header.bytes;
  if (header.steps != 0 && bytes <= had) return block;
  void* made = take(bytes);
  std::memcpy(made, block, std::min(had, bytes));
  give(block);
  return made;
}

}  // namespace

ParsingMemory::ParsingMemory() {
  static std::once_flag once;
  std::call_once(once, [] { ts_set_allocator(take, take_cleared, take_again, give); });
  rewinds_ = mine().empty();
}

ParsingMemory::~ParsingMemory() {
  if (rewinds_) mine().rewind();
}

}  // namespace demarc::syntax
