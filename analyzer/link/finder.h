// Finds services: what templates deploy, what containers run, what manifests and imports show.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/link/archives.h"
#include "analyzer/link/folders.h"
#include "analyzer/link/run.h"

namespace demarc::linking {

struct UnitView {
  const Unit* unit = nullptr;
  std::string path, folder;
  std::vector<ResourceIndex> resources;
  std::vector<std::string> code;  // folders of its functions' code
  bool has_local_code = false, deploys = false, has_api = false, has_function = false;
  std::optional<std::string> root;
};

class Finder {
 public:
  explicit Finder(Run& run);
  void find();

 private:
  struct Manifest {
    bool is_package = false, is_frontend = false, is_app = false, is_workspace = false, starts = false;
    std::string name;
    FileId file;
  };

  // Units and the code they deploy.
  void view_units();
  std::vector<std::string> texts(ValueId value);
  void view_functions();
  // Code that was packed and put into a bucket: what the archive's name says it is made of.
  void take_archive(Deployed& made, std::string_view archive, const std::vector<std::string>& handlers,
                    const Resource& resource);
  // "src/app.handler" below a code folder: the file, with or without the folder that a build puts in between.
  void take_handler(Deployed& made, const std::string& folder, const std::string& handler);
  bool is_own_service(const UnitView& unit) const;
  void root_units();
  bool others_deploy(std::size_t me) const;
  ServiceIndex service_at(const std::string& root);
  ServiceIndex around(std::string_view folder) const;
  void add_unit(ServiceIndex s, const UnitView& unit);
  void take_infrastructure();
  void place_nested_units();
  // A proxy that only its configuration shows: no container is given that, and no service's folder holds it.
  void take_configured_proxies();
  void give_functions_to_services();

  // Folders with a manifest and no template; code that several services import and no manifest claims.
  void read_package_json(const Document& d, Manifest& m);
  void collect_manifests();
  void take_manifests();
  bool has_free_code() const;  // that lies in no service's folder
  bool builds_library(const std::string& folder) const;
  // The innermost folder with a manifest around a path; "" if there is none.
  std::string innermost(std::string_view path) const;
  bool imports_stay_inside(const std::string& folder, const std::string& root) const;
  bool lies_in_function_code(std::string_view folder) const;
  // "shared/src/ecom" is the library "shared": folders that only hold sources say nothing.
  std::string library_root(const std::string& folder) const;
  // True when nothing but folders of a layer's or a source tree's layout lie between.
  static bool holds_only_layout(std::string_view root, std::string_view folder);
  void take_imported_folders();

  // Names and entities.
  // "Shop.Orders" and "Shop.Billing" are Orders and Billing of one product: what all dotted names of a folder
  // begin with says nothing.
  void drop_common_namespace();
  void name_services();
  void take_roles();
  void describe_services();

  // What runs: containers and processes, builds, applications; and the code that they are made of.
  void take_programs();
  std::set<std::string> lent_modules() const;
  void group_workloads();
  // Where a workload's code lies, "" for the tree's own folder; none for a ready-made image.
  std::optional<std::string> folder_of_workload(const Resource& workload);
  std::string folder_of_image(std::string_view image, bool is_well_known) const;
  void take_gateways();
  std::string folder_with_program(const std::string& folder) const;
  // The only folder with code below `folder` that is called so; "" if there is none.
  std::string folder_called(std::string_view name, std::string_view folder) const;
  void describe_program(ServiceIndex s, ResourceIndex piece);
  // The plain text of a value, by its defaults where it has holes; "" if there is none.
  std::string plain_text(ValueId value) const;

  Run& run_;
  std::map<std::string, Manifest> manifests_;      // by folder
  std::map<std::string, std::uint32_t> own_code_;  // code files by the innermost folder with a manifest
  std::map<std::string, std::vector<ResourceIndex>> programs_;  // modules and applications by folder
  std::set<std::string, std::less<>> folders_, code_folders_;   // all, and those with source code below them
  std::vector<UnitView> units_;
  std::unordered_map<FileId, std::size_t> unit_of_;
  std::map<std::size_t, std::string> code_of_;
  std::map<std::string, ServiceIndex> by_root_;
  std::optional<Archives> archives_;
};

}  // namespace demarc::linking
