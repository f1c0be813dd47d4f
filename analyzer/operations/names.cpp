// The lists behind names.h.
#include "analyzer/operations/names.h"

#include <algorithm>
#include <array>
#include <string>

namespace demarc::operations::names {
namespace {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Asks for each word of a name: camelCase, snake_case, kebab-case, digits left out.
template <class Ask>
bool any_word(std::string_view name, Ask ask) {
  std::string word;
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const char c = i < name.size() ? name[i] : '\0';
    const bool begins = is_upper(c) && !word.empty() &&
                        (i == 0 || !is_upper(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if ((begins || (!is_upper(c) && !is_lower(c))) && !word.empty()) {
      if (ask(word)) return true;
      word.clear();
    }
    if (is_upper(c)) word += static_cast<char>(c - 'A' + 'a');
    else if (is_lower(c)) word += c;
  }
  return false;
}

}  // namespace

bool runs_later(std::string_view method) {
  static constexpr std::array<std::string_view, 22> words{"on",
                                                          "once",
                                                          "addListener",
                                                          "addEventListener",
                                                          "setTimeout",
                                                          "setInterval",
                                                          "setImmediate",
                                                          "nextTick",
                                                          "schedule",
                                                          "scheduleJob",
                                                          "add_job",
                                                          "cron",
                                                          "defer",
                                                          "beforeEach",
                                                          "afterEach",
                                                          "route",
                                                          "use",
                                                          "listen",
                                                          "addShutdownHook",
                                                          "scheduleAtFixedRate",
                                                          "scheduleWithFixedDelay",
                                                          "requestAnimationFrame"};
  return is_one_of(words, method);
}

bool loops_over(std::string_view method) {
  static constexpr std::array<std::string_view, 53> words{"map",
                                                          "flatMap",
                                                          "forEach",
                                                          "filter",
                                                          "reduce",
                                                          "reduceRight",
                                                          "some",
                                                          "every",
                                                          "find",
                                                          "findIndex",
                                                          "findLast",
                                                          "findLastIndex",
                                                          "peek",
                                                          "anyMatch",
                                                          "allMatch",
                                                          "noneMatch",
                                                          "mapToInt",
                                                          "mapToLong",
                                                          "mapToObj",
                                                          "mapToDouble",
                                                          "forEachOrdered",
                                                          "concatMap",
                                                          "doOnNext",
                                                          "each",
                                                          "eachSeries",
                                                          "eachLimit",
                                                          "eachOf",
                                                          "mapSeries",
                                                          "mapLimit",
                                                          "forEachOf",
                                                          "forEachSeries",
                                                          "forEachLimit",
                                                          "pMap",
                                                          "pEach",
                                                          "mapNotNull",
                                                          "mapIndexed",
                                                          "forEachIndexed",
                                                          "associateWith",
                                                          "associate",
                                                          "associateBy",
                                                          "onEach",
                                                          "any",
                                                          "all",
                                                          "none",
                                                          "first",
                                                          "sumOf",
                                                          "starmap",
                                                          "imap",
                                                          "imap_unordered",
                                                          "fold",
                                                          "groupBy",
                                                          "partition",
                                                          "sortedBy"};
  return is_one_of(words, method);
}

bool waits_for_many(std::string_view method, std::string_view receiver) {
  static constexpr std::array<std::string_view, 9> anywhere{"gather",    "allSettled", "allOf",
                                                            "invokeAll", "awaitAll",   "as_completed",
                                                            "waitAll",   "forkJoin",   "combineLatest"};
  if (is_one_of(anywhere, method)) return true;
  const bool is_promise =
      receiver == "Promise" || receiver == "Bluebird" || receiver == "Q" || receiver == "$q";
  if (is_promise && (method == "all" || method == "race" || method == "any" || method == "map")) return true;
  return method == "wait" && (receiver == "asyncio" || receiver == "futures");
}

bool starts_task(std::string_view method) {
  static constexpr std::array<std::string_view, 13> words{
      "create_task",     "ensure_future", "submit",          "supplyAsync", "runAsync",
      "apply_async",     "start_soon",    "async",           "launch",      "Thread",
      "run_in_executor", "spawn",         "start_new_thread"};
  return is_one_of(words, method);
}

bool hands_arguments_on(std::string_view method) {
  static constexpr std::array<std::string_view, 9> words{
      "submit",   "run_in_executor", "run_in_threadpool", "to_thread", "run_sync",
      "add_task", "start_soon",      "start_new_thread",  "Thread"};
  return is_one_of(words, method);
}

bool sleeps(std::string_view method) {
  static constexpr std::array<std::string_view, 7> words{
      "sleep", "delay", "backoff", "setTimeout", "pause", "parkNanos", "sleepUninterruptibly"};
  return is_one_of(words, method);
}

bool is_stream(std::string_view method) {
  static constexpr std::array<std::string_view, 11> words{
      "stream",     "parallelStream", "fromIterable", "fromStream", "chars",     "lines",
      "asSequence", "entrySet",       "keySet",       "values",     "asIterable"};
  return is_one_of(words, method);
}

bool receives(std::string_view method) {
  static constexpr std::array<std::string_view, 9> words{
      "poll",           "receive_message", "receive_messages",
      "receiveMessage", "receiveMessages", "consume",
      "get_records",    "getRecords",      "pull"};
  return is_one_of(words, method);
}

bool is_length(std::string_view name) {
  static constexpr std::array<std::string_view, 7> words{
      "length", "size", "len", "count", "hasNext", "isEmpty", "hasMoreElements"};
  return is_one_of(words, name);
}

bool says_try(std::string_view name) {
  return any_word(name, [](std::string_view word) {
    static constexpr std::array<std::string_view, 8> words{"attempt", "attempts", "retry",   "retries",
                                                           "tries",   "try",      "backoff", "retrying"};
    return is_one_of(words, word);
  });
}

bool says_page(std::string_view name) {
  return any_word(name, [](std::string_view word) {
    static constexpr std::array<std::string_view, 11> words{
        "token",     "cursor",       "page",      "pages",    "marker", "offset",
        "evaluated", "continuation", "paginator", "paginate", "more"};
    return is_one_of(words, word);
  });
}

bool says_chunk(std::string_view name) {
  return any_word(name, [](std::string_view word) {
    static constexpr std::array<std::string_view, 14> words{
        "chunk",  "chunks",    "chunked",    "batch",  "batches",  "batched", "slice",
        "slices", "partition", "partitions", "window", "windowed", "windows", "buffer"};
    return is_one_of(words, word);
  });
}

bool says_messages(std::string_view name) {
  return any_word(name, [](std::string_view word) {
    static constexpr std::array<std::string_view, 5> words{"records", "messages", "consumer", "subscriber",
                                                           "subscription"};
    return is_one_of(words, word);
  });
}

}  // namespace demarc::operations::names
