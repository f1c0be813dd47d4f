// Free lists by size, one pool a thread; a pool outlives its thread and is handed on.
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
constexpr std::size_t chunk_bytes = 256u << 10;

// What stands before each block: how many steps it has; 0 when it came from the system, behind its size.
struct Header {
  std::uint32_t steps, bytes;
};
static_assert(sizeof(Header) == 8);

class Pool {
 public:
  void* take(std::size_t steps) {
    ++used_;
    if (Free* block = free_[steps - 1]) {
      free_[steps - 1] = block->next;
      return block;
    }
    const std::size_t whole = sizeof(Header) + steps * step;
    if (whole > room_) {
      chunks_.push_back(std::make_unique_for_overwrite<std::uint64_t[]>(chunk_bytes / 8));
      at_ = reinterpret_cast<char*>(chunks_.back().get());
      room_ = chunk_bytes;
    }
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
  // Gives everything back to the system, if all blocks came back.
  void clear() {
    if (used_ == 0) *this = Pool();
  }

 private:
  struct Free {
    Free* next;
  };
  std::array<Free*, classes> free_{};
  std::vector<std::unique_ptr<std::uint64_t[]>> chunks_;
  char* at_ = nullptr;
  std::size_t room_ = 0, used_ = 0;
};

// All pools, and those that no thread has now.
struct Pools {
  std::mutex mutex;
  std::vector<std::unique_ptr<Pool>> all;
  std::vector<Pool*> idle;
};
Pools& pools() {
  static Pools* const made = new Pools;  // never destroyed: threads may end after everything else
  return *made;
}

// A thread's hold on its pool.
class Hold {
 public:
  Hold() {
    Pools& from = pools();
    const std::lock_guard lock(from.mutex);
    if (from.idle.empty()) {
      from.all.push_back(std::make_unique<Pool>());
      from.idle.push_back(from.all.back().get());
    }
    pool = from.idle.back();
    from.idle.pop_back();
  }
  ~Hold() {
    pool->clear();
    Pools& from = pools();
    const std::lock_guard lock(from.mutex);
    from.idle.push_back(pool);
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  Pool* pool;
};
Pool& mine() {
  thread_local Hold hold;
  return *hold.pool;
}

[[noreturn]] void no_memory() {
  std::fputs("demarc: there is no memory left for parsing\n", stderr);
  std::abort();
}

Header header_of(void* block) {
  Header header;
  std::memcpy(&header, static_cast<char*>(block) - sizeof header, sizeof header);
  return header;
}

// Large blocks: the system's, behind 16 bytes, so that the header stands right before them.
constexpr std::size_t before_large = 16;

void* take_large(void* old, std::size_t bytes) {
  if (bytes > UINT32_MAX) no_memory();
  char* made = static_cast<char*>(
      std::realloc(old ? static_cast<char*>(old) - before_large : nullptr, bytes + before_large));
  if (!made) no_memory();
  const Header header{0, static_cast<std::uint32_t>(bytes)};
  std::memcpy(made + before_large - sizeof header, &header, sizeof header);
  return made + before_large;
}

void* take(std::size_t bytes) {
  if (bytes > largest) return take_large(nullptr, bytes);
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
  else std::free(static_cast<char*>(block) - before_large);
}

void* take_again(void* block, std::size_t bytes) {
  if (!block) return take(bytes);
  const Header header = header_of(block);
  if (header.steps == 0 && bytes > largest) return take_large(block, bytes);
  const std::size_t had = header.steps != 0 ? header.steps * step : header.bytes;
  if (header.steps != 0 && bytes <= had) return block;
  void* made = take(bytes);
  std::memcpy(made, block, std::min(had, bytes));
  give(block);
  return made;
}

}  // namespace

void use_own_memory() {
  static std::once_flag once;
  std::call_once(once, [] { ts_set_allocator(take, take_cleared, take_again, give); });
  // A thread's pool is there before its parsers are, and so it is given up after them.
  mine();
}

}  // namespace demarc::syntax
