// discover → read in parallel → interpret → recognise → link: every station in the order it runs.
#include "analyzer/analysis.h"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <deque>
#include <functional>
#include <iterator>
#include <set>
#include <thread>
#include <unordered_map>

#include "analyzer/discover/checkouts.h"
#include "analyzer/discover/classify.h"
#include "analyzer/discover/discover.h"
#include "analyzer/link/link.h"
#include "analyzer/observations/embedded.h"
#include "analyzer/recognise/deployment.h"
#include "analyzer/recognise/message_fields.h"
#include "analyzer/recognise/recognise.h"

namespace demarc {
namespace {

double now(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

// Measures one station from construction to the next call of `done`.
class Stopwatch {
 public:
  explicit Stopwatch(std::vector<StationTime>& times) : times_(times) {}
  void done(std::string station) {
    const double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    times_.push_back({std::move(station), wall - wall_, cpu - cpu_});
    wall_ = wall;
    cpu_ = cpu;
  }

 private:
  std::vector<StationTime>& times_;
  double wall_ = now(CLOCK_MONOTONIC), cpu_ = now(CLOCK_PROCESS_CPUTIME_ID);
};

// What reading left of each file, by FileId.
struct Reading {
  std::vector<Observations> files;                       // [FileId]
  std::vector<const Reader*> readers;                    // [FileId]; nullptr: nobody reads such files
  std::vector<std::uint8_t> fate;                        // [FileId], a Fate
  std::vector<std::vector<InlineException>> exceptions;  // [FileId]
  std::vector<std::uint32_t> lines;                      // [FileId]
  // Of the files behind those: texts that stand in templates.
  std::deque<Observations> embedded;

  const Observations& operator[](FileId file) const {
    return file.index < files.size() ? files[file.index] : embedded[file.index - files.size()];
  }
};
enum Fate : std::uint8_t { not_evidence, no_reader, was_read, unreadable, generated_text, minified_text };

class ReadProject : public Project {
 public:
  ReadProject(const Files& files, const Reading& reading) : files_(files), reading_(reading) {}
  const Files& files() const override { return files_; }
  const Document* document(FileId file) const override {
    const auto& d = reading_[file].document;
    return d ? &*d : nullptr;
  }
  const code::CodeFile* code(FileId file) const override {
    const auto& c = reading_[file].code;
    return c ? &*c : nullptr;
  }

 private:
  const Files& files_;
  const Reading& reading_;
};

const Reader* reader_of(const Parsers& parsers, std::string_view path, std::string_view head) {
  for (const auto& list : {std::cref(parsers.languages), std::cref(parsers.documents)})
    for (const auto& reader : list.get())
      if (reader->accepts(path, head)) return reader.get();
  return nullptr;
}

// What may be told by its first bytes alone: a script without an ending, a template with an ending of its
// own.
bool is_told_by_head(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return true;
  for (std::string_view ending : {".template", ".cform"})
    if (name.ends_with(ending)) return true;
  return false;
}

void read_one(const Files& files, FileId id, const Parsers& parsers, Reading& out) {
  const File& file = files[id];
  if (file.file_class != FileClass::source) {
    out.fate[id.index] = not_evidence;
    return;
  }
  const Reader* reader = reader_of(parsers, file.path, {});
  std::optional<std::string> text;
  if (!reader && file.size <= 1u << 20 && is_told_by_head(file.path)) {
    text = files.read(id);
    if (text) reader = reader_of(parsers, file.path, std::string_view(*text).substr(0, 512));
  }
  if (!reader) {
    out.fate[id.index] = no_reader;
    return;
  }
  if (!text) text = files.read(id);
  if (!text) {
    out.fate[id.index] = unreadable;
    out.files[id.index].notes.push_back({{id, 0, 0}, "could not be read"});
    return;
  }
  const FileClass by_text = classify_text(file.path, *text);
  if (by_text != FileClass::source) {
    out.fate[id.index] = by_text == FileClass::minified ? minified_text : generated_text;
    return;
  }
  Observations& made = out.files[id.index];
  out.exceptions[id.index] = find_exceptions(file.path, *text);
  out.lines[id.index] = static_cast<std::uint32_t>(std::count(text->begin(), text->end(), '\n'));
  reader->read({id, file.path, *text}, made);
  if (made.code) made.code->trim();
  if (made.document) made.document->trim();
  out.readers[id.index] = reader;
  out.fate[id.index] = was_read;
}

// One thread does `aside` before it reads.
Reading read_all(const Files& files, const Parsers& parsers, const AnalysisOptions& options,
                 const std::function<void()>& aside) {
  Reading out;
  out.files.resize(files.size() + 1);
  out.readers.resize(files.size() + 1);
  out.fate.resize(files.size() + 1);
  out.exceptions.resize(files.size() + 1);
  out.lines.resize(files.size() + 1);
  constexpr std::uint32_t batch = 16;
  std::atomic<std::uint32_t> next{1}, done{0};
  unsigned jobs = options.jobs ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  auto work = [&](bool reports) {
    if (reports) aside();
    for (std::uint32_t first; (first = next.fetch_add(batch)) <= files.size();) {
      const std::uint32_t last = std::min(first + batch, files.size() + 1);
      for (std::uint32_t i = first; i < last; ++i) read_one(files, FileId{i}, parsers, out);
      const std::uint32_t so_far = done += last - first;
      if (reports && options.progress) options.progress("read", so_far, files.size());
    }
  };
  // What readers keep for the next file goes with its thread: none of them is this one.
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < jobs; ++i) threads.emplace_back(work, i == 0);
  for (std::thread& t : threads) t.join();
  return out;
}

// Code that templates hold as text joins the files behind all others; its places are those in its host.
void read_embedded(const Declarations& declared, const Parsers& parsers, Files& files, Reading& out) {
  for (const EmbeddedSource& source : declared.sources) {
    if (!source.host.file || files.find(source.path)) continue;
    const Reader* reader = reader_of(parsers, source.path, std::string_view(source.text).substr(0, 512));
    if (!reader) continue;
    File file;
    file.path = source.path;
    file.size = source.text.size();
    file.host = source.host.file;
    const FileId id = files.add(std::move(file));
    Observations& made = out.embedded.emplace_back();
    reader->read({id, source.path, source.text}, made);
    if (made.code) {
      move_to_host(*made.code, source);
      made.code->trim();
    }
    for (Note& note : made.notes)
      note.where = {source.host.file, host_position(source, note.where.begin),
                    host_position(source, note.where.end)};
    out.readers.push_back(reader);
    out.fate.push_back(was_read);
  }
}

// What a template fills into the texts of code that stands in it.
void fill_embedded(const Declarations& declared, const Files& files, Values& values, Effects& effects) {
  std::unordered_map<FileId, const EmbeddedSource*> with_holes;
  for (const EmbeddedSource& source : declared.sources)
    if (!source.holes.empty()) with_holes.try_emplace(files.find(source.path), &source);
  if (with_holes.empty()) return;
  for (Effect& effect : effects.effects)
    if (auto source = with_holes.find(effect.site.file); source != with_holes.end())
      for (auto& [word, value] : effect.captures) value = fill_holes(*source->second, value, values);
}

// Built-in packs and those of the project, read by the same document readers as everything else.
Packs load_packs(const Files& files, const Parsers& parsers, const AnalysisOptions& options, Analysis& out) {
  Packs packs;
  auto load = [&](FileId id, std::string_view path, std::string_view text, std::vector<Error>& errors) {
    Observations seen;
    for (const auto& reader : parsers.documents)
      if (reader->accepts(path, text.substr(0, 512))) {
        reader->read({id, path, text}, seen);
        break;
      }
    for (const Note& note : seen.notes) errors.push_back({note.where, note.what, "a pack is a YAML file"});
    if (!seen.document) return;
    out.pack_documents.push_back(std::make_unique<Document>(std::move(*seen.document)));
    packs.read(*out.pack_documents.back(), errors);
  };
  for (const EmbeddedFile& file : parsers.packs) load({}, file.path, file.text, out.errors);
  for (const std::string& path : options.packs) {
    FileId id = files.find(path);
    auto text = files.read(id);
    if (text) load(id, path, *text, out.errors);
    else
      out.errors.push_back(
          {{}, "the pack " + path + " cannot be read", "paths under `packs:` start at the tree's root"});
  }
  packs.compile(out.errors);
  return packs;
}

Step step_of(const Files& files, const Span& where, std::string what) {
  Step step;
  if (where.file) step.path = files.shown_path(where.file);
  step.begin = where.begin;
  step.end = where.end;
  step.what = std::move(what);
  return step;
}

Coverage coverage_of(const Files& files, const Reading& reading, const Declarations& declared,
                     const Effects& effects, const Discovery& found) {
  Coverage all;
  all.files = reading.files.size() - 1;
  all.left_out = found.left_out;
  for (std::uint32_t i = 1; i <= files.size(); ++i) {
    const FileId id{i};
    for (const Note& note : reading[id].notes)
      all.notes.emplace_back(step_of(files, note.where, {}), note.what);
    if (files[id].host) continue;
    switch (reading.fate[i]) {
      case was_read:
        ++all.read;
        ++all.by_language[std::string(reading.readers[i]->name())];
        all.with_errors += reading.files[i].has_errors;
        break;
      case not_evidence: ++all.left_out[std::string(to_string(files[id].file_class))]; break;
      case no_reader: ++all.left_out["no reader"]; break;
      case unreadable: ++all.left_out["unreadable"]; break;
      case generated_text: ++all.left_out["generated"]; break;
      case minified_text: ++all.left_out["minified"]; break;
      default: break;
    }
  }
  for (const Note& note : declared.notes) all.notes.emplace_back(step_of(files, note.where, {}), note.what);
  for (const Note& note : effects.notes) all.notes.emplace_back(step_of(files, note.where, {}), note.what);
  return all;
}

bool is_for_checkouts(const AnalysisOptions& options, const Interpreter& interpreter) {
  const std::vector<std::string>& all = options.checkout_interpreters;
  return std::find(all.begin(), all.end(), interpreter.name()) != all.end();
}

// What the stations hand on to each other.
struct Stations {
  Stations(const Files& files, Reading&& read)
      : reading(std::move(read)), project(files, reading), program(project) {}

  Reading reading;
  ReadProject project;
  Values values;
  Declarations declared;
  Packs packs;
  Program program;
  Effects effects;
};

}  // namespace

std::vector<TypeInCode> types_in_code(const Analysis& analysis) {
  std::vector<TypeInCode> out;
  if (!analysis.kept) return out;
  const auto& project = static_cast<const Stations*>(analysis.kept.get())->project;
  const auto each = [&](auto&& visit) {
    for (std::uint32_t i = 1; i <= analysis.files.size(); ++i)
      if (const code::CodeFile* code = project.code(FileId{i})) visit(FileId{i}, *code);
  };
  std::set<std::string, std::less<>> names;
  each([&](FileId, const code::CodeFile& code) {
    for (std::size_t c = 1; c < code.classes.size(); ++c)
      if (code.classes[c].name) names.emplace(code.strings.text(code.classes[c].name));
  });
  each([&](FileId file, const code::CodeFile& code) {
    const std::size_t first = out.size();
    std::vector<std::set<std::string, std::less<>>> mentions;
    std::vector<const code::Class*> classes;
    for (std::size_t c = 1; c < code.classes.size(); ++c)
      if (code.classes[c].name) {
        classes.push_back(&code.classes[c]);
        out.push_back({file, std::string(code.strings.text(code.classes[c].name)), {}});
      }
    if (classes.empty()) return;
    mentions.resize(classes.size());
    // Each text is looked up once: a file says the same names again and again.
    std::unordered_map<std::uint32_t, bool> is_type;
    for (const code::Expr& expr : code.exprs) {
      if (expr.kind != code::ExprKind::name) continue;
      const std::string_view text = code.strings.text(expr.text);
      const auto [known, is_new] = is_type.try_emplace(expr.text.index, false);
      if (is_new) known->second = names.contains(text);
      if (!known->second) continue;
      // The innermost type around it.
      std::size_t around = classes.size();
      for (std::size_t c = 0; c < classes.size(); ++c)
        if (expr.begin >= classes[c]->begin && expr.end <= classes[c]->end &&
            (around == classes.size() || classes[c]->begin >= classes[around]->begin))
          around = c;
      if (around != classes.size() && out[first + around].name != text) mentions[around].emplace(text);
    }
    for (std::size_t c = 0; c < classes.size(); ++c)
      out[first + c].mentions.assign(mentions[c].begin(), mentions[c].end());
  });
  return out;
}

Files discover(const std::string& root, const std::vector<std::string>& exclude) {
  return discover_tree(root, exclude).files;
}

Analysis analyse(const std::string& root, const Parsers& parsers, const AnalysisOptions& options) {
  Analysis out;
  Stopwatch watch(out.times);

  Discovery found = discover_tree(root, options.exclude);
  Checkouts checkouts;
  for (const std::string& folder : options.config) checkouts.add_folder(folder);
  for (const ConfigurationCheckout& one : options.checkouts)
    checkouts.add_checkout(found.files, one.repository, one.folder);
  out.files = std::move(found.files);
  watch.done("discover");

  Packs loaded;
  const auto load = [&] { loaded = load_packs(out.files, parsers, options, out); };
  const auto kept = std::make_shared<Stations>(out.files, read_all(out.files, parsers, options, load));
  out.kept = kept;
  auto& [reading, project, values, declared, packs, program, effects] = *kept;
  for (std::uint32_t i = 1; i <= out.files.size(); ++i)
    if (reading.fate[i] == was_read) out.bytes += out.files[FileId{i}].size;
  out.lines = std::move(reading.lines);
  for (std::vector<InlineException>& some : reading.exceptions)
    std::move(some.begin(), some.end(), std::back_inserter(out.exceptions));
  watch.done("read");

  project.index<ConfigurationFolders>().all = checkouts.folders();
  for (std::uint32_t i = 1; i <= out.files.size(); ++i)
    if (const Document* document = project.document(FileId{i}))
      for (const auto& interpreter : parsers.interpreters)
        if ((!checkouts.holds(out.files.path(FileId{i})) || is_for_checkouts(options, *interpreter)) &&
            interpreter->accepts(out.files.path(FileId{i}), *document))
          interpreter->interpret(project, FileId{i}, values, declared);
  read_embedded(declared, parsers, out.files, reading);
  watch.done("interpret");

  packs = std::move(loaded);
  for (std::uint32_t i = 1; i <= out.files.size(); ++i)
    if (const code::CodeFile* code = project.code(FileId{i}))
      program.add(FileId{i}, *code, *reading.readers[i], true);
  effects = recognise(program, packs, values, parsers.sql.get(), message_handlers(declared, values));
  recognise_deployment(out.files, packs, declared, values, effects);
  fill_embedded(declared, out.files, values, effects);
  watch.done("recognise");

  Linked linked = link(out.files, project, values, declared, effects);
  Coverage coverage = coverage_of(out.files, reading, declared, effects, found);
  coverage.sites = std::move(linked.sites);
  coverage.open = std::move(linked.open);
  out.architecture = Architecture(std::move(linked.facts), std::move(coverage));
  watch.done("link");
  return out;
}

}  // namespace demarc
