// Reads COPY and ADD of Dockerfiles as a map from the tree to the image.
#include "parsers/languages/images/image_files.h"

#include <algorithm>

#include "parsers/reading/dockerfile/instructions.h"

namespace demarc::languages {
namespace {

constexpr std::size_t max_copies = 64;  // of one stage
constexpr std::size_t max_images = 512;
constexpr int max_above = 12;
constexpr std::uint64_t max_bytes = 1u << 20;

// "a/./b/../c/" is "a/c"; a leading "/" is dropped.
std::string cleaned(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part == ".." && !parts.empty()) parts.pop_back();
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  std::string made;
  for (std::string_view part : parts) (made += made.empty() ? "" : "/") += part;
  return made;
}

// Where `path` is in an image whose working folder is `folder`, both as cleaned() makes them.
std::string in_image(std::string_view folder, std::string_view path) {
  if (path.starts_with('/')) return cleaned(path);
  return cleaned(std::string(folder) + "/" + std::string(path));
}

std::string_view rest_below(std::string_view path, std::string_view folder) {
  if (folder.empty()) return path;
  path.remove_prefix(folder.size());
  return path.starts_with('/') ? path.substr(1) : path;
}

}  // namespace

ImageFiles::ImageFiles(const Project& project) : files_(project.files()) {
  std::vector<FileId> dockerfiles;
  for (std::uint32_t f = 1; f <= files_.size(); ++f)
    if (const Document* d = project.document({f}))
      if (!d->roots().empty() && d->tag(d->roots()[0]) == "Dockerfile") dockerfiles.push_back({f});
  if (dockerfiles.empty()) return;
  for (std::uint32_t f = 1; f <= files_.size(); ++f)
    for (std::string_view folder = folder_of(files_.path({f})); !folder.empty(); folder = folder_of(folder))
      if (!folders_.emplace(folder).second) break;
  for (FileId f : dockerfiles)
    if (const auto text = images_.size() < max_images ? files_.read(f, max_bytes) : std::nullopt)
      read(*text, folder_of(files_.path(f)));
}

void ImageFiles::read(std::string_view dockerfile, std::string_view folder) {
  std::vector<Stage> stages;
  for (const DockerInstruction& one : read_dockerfile(dockerfile)) {
    if (one.name == "FROM") {
      if (stages.size() >= max_copies) break;
      Stage made;
      made.folder.clear();
      for (std::size_t w = 0; w + 1 < one.words.size(); ++w)
        if (one.words[w].text == "AS" || one.words[w].text == "as") made.name = one.words[w + 1].text;
      // What another stage has, this one begins with.
      for (const Stage& known : stages)
        if (!known.name.empty() && !one.words.empty() && known.name == one.words[0].text) {
          made.copies = known.copies;
          made.folder = known.folder;
        }
      stages.push_back(std::move(made));
    } else if (stages.empty()) {
      continue;
    } else if (one.name == "WORKDIR") {
      stages.back().folder = in_image(stages.back().folder, one.text);
    } else if (one.name == "COPY" || one.name == "ADD") {
      copy(one, folder, stages);
    }
  }
  for (Stage& stage : stages) {
    // Where everything comes from one folder, it lies there as it lies here.
    const bool is_mixed = stage.copies.size() > 1;
    if (is_mixed) images_.push_back(std::move(stage));
  }
}

void ImageFiles::copy(const DockerInstruction& said, std::string_view context, std::vector<Stage>& stages) {
  Stage& stage = stages.back();
  std::vector<std::string> words = said.list;
  if (!said.is_list)
    for (const DockerWord& word : said.words) words.push_back(word.text);
  std::string from_stage;
  bool is_from = false;
  for (const DockerWord& flag : said.flags)
    if (flag.text.starts_with("--from=")) {
      is_from = true;
      from_stage = flag.text.substr(7);
    }
  if (words.size() < 2 || words.back().find('$') != std::string::npos) return;
  const bool has_slash = words.back().ends_with('/') || words.back() == "." || words.size() > 2;
  const std::string to = in_image(stage.folder, words.back());
  words.pop_back();
  for (const std::string& source : words) {
    if (stage.copies.size() >= max_copies || source.find('$') != std::string::npos) return;
    if (is_from) {
      const std::string wanted = in_image({}, source);
      for (std::size_t s = 0; s + 1 < stages.size(); ++s) {
        if (stages[s].name != from_stage && std::to_string(s) != from_stage) continue;
        const std::vector<Copy> known = stages[s].copies;
        for (const Copy& one : known) {
          if (stage.copies.size() >= max_copies) return;
          if (is_below(one.to, wanted))
            stage.copies.push_back({one.from, in_image(to, rest_below(one.to, wanted)), one.is_file});
          else if (!one.is_file && is_below(wanted, one.to))
            stage.copies.push_back({in_image(one.from, rest_below(wanted, one.to)), to, false});
        }
      }
      continue;
    }
    std::string_view path = source;
    const bool is_pattern = path.find('*') != std::string_view::npos;
    if (is_pattern) path = folder_of(path);
    const std::string from = in_context(path, context);
    if (from == "?") continue;
    const bool is_file = !is_pattern && static_cast<bool>(files_.find(from));
    const bool goes_into = is_file && (has_slash || has_folder(stage, to));
    const std::string name = from.substr(from.rfind('/') + 1);
    stage.copies.push_back({from, goes_into ? in_image(to, name) : to, is_file});
  }
}

// The build's context is the Dockerfile's folder or one above it: the nearest that has the source. "?" for
// what the tree does not have.
std::string ImageFiles::in_context(std::string_view source, std::string_view context) const {
  const std::string path = cleaned(source);
  if (path.empty()) return std::string(context);
  for (std::string_view at = context;; at = folder_of(at)) {
    std::string whole = in_image(at, path);
    if (folders_.contains(whole) || files_.find(whole)) return whole;
    if (at.empty()) return "?";
  }
}

bool ImageFiles::has_folder(const Stage& stage, std::string_view path) const {
  return path == stage.folder || std::any_of(stage.copies.begin(), stage.copies.end(), [&](const Copy& one) {
           if (one.is_file) return is_below(one.to, path) && one.to != path;
           if (is_below(one.to, path)) return true;
           return is_below(path, one.to) && folders_.contains(in_image(one.from, rest_below(path, one.to)));
         });
}

FileId ImageFiles::at(const Stage& image, const std::string& path) const {
  // What was copied last lies on top.
  for (auto one = image.copies.rbegin(); one != image.copies.rend(); ++one) {
    if (one->is_file ? one->to != path : !is_below(path, one->to)) continue;
    const std::string own = one->is_file ? one->from : in_image(one->from, rest_below(path, one->to));
    if (const FileId file = files_.find(own)) return file;
  }
  return {};
}

FileId ImageFiles::find(std::string_view folder, std::string_view relative,
                        std::span<const std::string_view> endings, bool above) const {
  for (const Stage& image : images_)
    for (const Copy& one : image.copies) {
      if (one.is_file ? folder_of(one.from) != folder : !is_below(folder, one.from)) continue;
      std::string place =
          one.is_file ? std::string(folder_of(one.to)) : in_image(one.to, rest_below(folder, one.from));
      for (int step = 0; step < max_above; ++step) {
        for (std::string_view ending : endings)
          if (const FileId file =
                  at(image, cleaned(place + "/" + std::string(relative)) + std::string(ending)))
            return file;
        if (!above || place.empty()) break;
        place = std::string(folder_of(place));
      }
    }
  return {};
}

}  // namespace demarc::languages
