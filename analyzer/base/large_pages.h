// Memory for tables that grow large and are looked into everywhere: where the system has pages of 2 MB, a
// look costs one miss of its page table less.
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <vector>

namespace demarc {

// An allocator for std::vector. Blocks below the size of such a page come from where all others do.
template <class T>
struct LargePages {
  using value_type = T;
  static constexpr std::size_t page = std::size_t{1} << 21;

  LargePages() = default;
  template <class U>
  explicit(false) LargePages(const LargePages<U>&) {}

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    if (count != 0 && bytes / count != sizeof(T)) throw std::bad_array_new_length();
    if (bytes < page) return static_cast<T*>(::operator new(bytes));
    const std::size_t whole = (bytes + page - 1) & ~(page - 1);
    void* const block = std::aligned_alloc(page, whole);
    if (!block) throw std::bad_alloc();
    // A wish: without such pages the block is as good as any other.
    (void)::madvise(block, whole, MADV_HUGEPAGE);
    return static_cast<T*>(block);
  }
  void deallocate(T* block, std::size_t count) {
    if (count * sizeof(T) < page) ::operator delete(block);
    else std::free(block);
  }
  bool operator==(const LargePages&) const = default;
};

template <class T>
using LargeVector = std::vector<T, LargePages<T>>;

}  // namespace demarc
