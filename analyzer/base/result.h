// A value or an error of the user's making, with the place, what is wrong, and what to do.
#pragma once
#include <string>
#include <utility>
#include <variant>

#include "analyzer/base/span.h"

namespace demarc {

struct Error {
  Span where;           // file 0: no place
  std::string message;  // one sentence
  std::string hint;     // what to do; may be empty
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : v_(std::move(value)) {}
  Result(Error error) : v_(std::move(error)) {}
  explicit operator bool() const { return v_.index() == 0; }
  T& operator*() { return std::get<0>(v_); }
  const T& operator*() const { return std::get<0>(v_); }
  T* operator->() { return &std::get<0>(v_); }
  const T* operator->() const { return &std::get<0>(v_); }
  const Error& error() const { return std::get<1>(v_); }

 private:
  std::variant<T, Error> v_;
};

}  // namespace demarc
